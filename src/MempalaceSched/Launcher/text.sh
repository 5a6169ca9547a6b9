# shellcheck shell=sh disable=SC2034,SC2154 # the parts of the program share their variables
# ---- text and time
# Needs: name, quiet.
# Provides: read_clock (now, now_seconds), say, json_text, set_number, awk_text.

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
