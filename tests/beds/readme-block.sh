#!/bin/sh
# Prints the first block of commands below a heading of a README: readme-block.sh README HEADING
awk -v heading="### $2" '
    $0 == heading { below = 1 }
    inside && $0 == "```" { exit }
    inside
    below && $0 == "```sh" { inside = 1 }' "$1"
