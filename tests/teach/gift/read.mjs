// Parses GIFT from standard input and writes what it found as JSON: node read.mjs < FILE
import { readFileSync } from 'node:fs';
import gift from 'gift-pegjs';

process.stdout.write(JSON.stringify(gift.parse(readFileSync(0, 'utf8'))));
