#!/usr/bin/python3
"""Sends a command to a running Call.ps1 and prints the result: powershell-call.py WORD...

Writes requests to descriptor 8 and reads answers from descriptor 9. Prints objects as a JSON array on standard output,
and messages on standard error. The exit code is 1 if the command reported an error.
"""
import json
import os
import sys

os.write(8, json.dumps({'Words': sys.argv[1:]}).encode() + b'\n')
with open(9, encoding='utf-8', closefd=False) as answers:
    for line in iter(answers.readline, ''):
        if not line.startswith('answer: '):
            sys.stderr.write(line)
            continue
        answer = json.loads(line[len('answer: '):])
        json.dump(answer['Output'], sys.stdout)
        sys.stderr.write(answer['Messages'])
        sys.exit(answer['Code'])
sys.exit('PowerShell has ended')
