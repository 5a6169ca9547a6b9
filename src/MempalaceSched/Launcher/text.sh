# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- text and time
# Needs: name, quiet.
# Provides: read_clock (now, now_seconds), say, json_text, set_number, awk_text, awk_decoded.

# Reads the clock: now is the UTC time as the history has it, now_seconds the time in seconds. One call gives both.
read_clock() {
    now=$(date -u '+%Y-%m-%dT%H:%M:%SZ %s')
    now_seconds=${now#* }
    now=${now% *}
}

# say TEXT: prints one line, whether or not somebody still reads the output. A file that is kept for good needs the
# time.
say() {
    (
        trap '' PIPE
        printf '%s%s: %s\n' "${quiet:+$now $id }" "$name" "$1"
    ) 2>/dev/null
}

# awk functions for text that may have any bytes; awk runs with LC_ALL=C, so that a character is a byte.
# valid: the text without bytes that are not UTF-8. Some shells cannot keep such bytes in a variable.
# shellcheck disable=SC2016 # a '$' in here belongs to awk
awk_text='
    function valid(text, character, result) {
        if (text !~ /[\200-\377]/) return text
        character = "^([ -~\t]|[\302-\337][\200-\277]|\340[\240-\277][\200-\277]|[\341-\354\356\357][\200-\277][\200-\277]"
        character = character "|\355[\200-\237][\200-\277]|\360[\220-\277][\200-\277][\200-\277]"
        character = character "|[\361-\363][\200-\277][\200-\277][\200-\277]|\364[\200-\217][\200-\277][\200-\277])+"
        result = ""
        while (text != "") {
            if (match(text, character)) { result = result substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1) }
            else text = substr(text, 2)
        }
        return result
    }'

# json_text TEXT: the text as the inside of a JSON string: one line of valid UTF-8, at most 1000 bytes, without control
# characters, with quotes and backslashes escaped. The text goes through the environment, because awk -v reads escapes.
json_text() {
    [ -n "$1" ] || return 0
    json_source=$1 LC_ALL=C awk "$awk_text"'
        BEGIN {
            text = ENVIRON["json_source"]
            gsub(/[\001-\037\177]/, " ", text)
            text = valid(substr(text, 1, 1000))
            gsub(/[\\"]/, "\\\\&", text)
            print text
        }'
}

# set_number TEXT: sets number to the text if it is a count, otherwise to nothing. JSON has no leading zeros, and no
# count has more than nine digits.
set_number() { case $1 in '' | *[!0-9]* | 0?* | ??????????*) number='' ;; *) number=$1 ;; esac; }

# awk: the text that a JSON string stands for, in UTF-8. It is for LC_ALL=C, where a character is a byte.
# shellcheck disable=SC1003 # no quote is escaped
awk_decoded='
    function decoded(text, result, escape, number) {
        while (match(text, /\\./)) {
            result = result substr(text, 1, RSTART - 1)
            escape = substr(text, RSTART + 1, 1)
            text = substr(text, RSTART + 2)
            if (escape == "u") {
                number = hex(substr(text, 1, 4))
                text = substr(text, 5)
                if (number >= 55296 && number < 56320 && substr(text, 1, 2) == "\\u") { # a pair of surrogates
                    number = 65536 + (number - 55296) * 1024 + hex(substr(text, 3, 4)) - 56320
                    text = substr(text, 7)
                }
                escape = character(number)
            }
            result = result escape
        }
        return result text
    }
    function hex(digits, i, n) {
        for (i = 1; i <= 4; i++) n = n * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
        return n
    }
    function character(n) { # in UTF-8
        if (n < 128) return sprintf("%c", n)
        if (n < 2048) return sprintf("%c%c", 192 + int(n / 64), 128 + n % 64)
        if (n < 65536) return sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64)
        return sprintf("%c%c%c%c", 240 + int(n / 262144), 128 + int(n / 4096) % 64, 128 + int(n / 64) % 64, 128 + n % 64)
    }'
