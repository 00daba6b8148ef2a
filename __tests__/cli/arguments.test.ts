import { describe, expect, test } from 'vitest';
import { parseCommand, UsageError } from '../../cli/arguments.ts';

const usual = {
  kind: 'check',
  files: ['.bec/service.yml'],
  imageVersion: 'v0.0.0',
  containers: [],
  strict: true,
  format: 'text',
};

describe('a command line', () => {
  test.each([
    ['check', usual],
    ['check a.yml b.json a.yml', { ...usual, files: ['a.yml', 'b.json'] }],
    ['check a.yml service.schema.json', { ...usual, files: ['a.yml'] }],
    ['check service.schema.json', { ...usual, files: [] }],
    ['check - --format json', { ...usual, files: ['-'], format: 'json' }],
    ['--no-strict check a.yml', { ...usual, files: ['a.yml'], strict: false }],
    ['check --image-version 1.2.3', { ...usual, imageVersion: '1.2.3' }],
    ['check --image-version=1.2.3', { ...usual, imageVersion: '1.2.3' }],
    ['check --container a --container b', { ...usual, containers: ['a', 'b'] }],
    ['check -- --a.yml', { ...usual, files: ['--a.yml'] }],
    ['--help', { kind: 'help' }],
    ['check -h', { kind: 'help' }],
  ])('%s', (line, expected) => {
    expect(parseCommand(line.split(' '))).toEqual(expected);
  });
});

const tagRule =
  'is not a valid image tag: 1 to 128 of A-Z a-z 0-9 _ . - that do not start with . or -.';

describe('a wrong command line is refused in one sentence', () => {
  test.each([
    [[], 'A command is missing. Write: bec-create check [FILES...]'],
    [['a.yml'], 'There is no command "a.yml". Write: bec-create check [FILES...]'],
    [['\u001b[31m'], 'There is no command "\\u001b[31m". Write: bec-create check [FILES...]'],
    [['check', '--strict'], "Unknown option '--strict'."],
    [['check', '-x'], "Unknown option '-x'."],
    [['check', '--a\nb'], "Unknown option '--a\\nb'."],
    [['check', '--image-version'], "Option '--image-version <value>' argument missing."],
    [['check', '--image-version='], `--image-version "" ${tagRule}`],
    [['check', '--image-version', 'v1/2'], `--image-version "v1/2" ${tagRule}`],
    [
      ['check', '--image-version', '--no-strict'],
      "Option '--image-version' argument is ambiguous.",
    ],
    [['check', '--no-strict=1'], "Option '--no-strict' does not take an argument."],
  ])('%j', (args, message) => {
    expect(() => parseCommand(args)).toThrow(new UsageError(message));
  });
});
