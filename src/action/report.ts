import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { Environment } from '../context.ts';
import { printable, withoutCommand } from '../text.ts';
import { helpOn } from './help.ts';
import { createRedaction } from './redaction.ts';

/**
 * The one way out: whatever is printed, annotated or handed to later steps goes through here, without a
 * secret in it, without what a reader can't see, and never as a command that the runner would carry out.
 */
export interface Report {
  /** Masks a value in the log, and keeps it out of all else that is reported. */
  readonly mask: (secret: string) => void;
  readonly redact: (text: string) => string;
  readonly info: (line: string) => void;
  /** Prints lines in one write: on a pipe, each takes time. */
  readonly lines: (lines: readonly string[]) => void;
  /** Lines that can be folded away under their title. */
  readonly group: (title: string, lines: readonly string[]) => void;
  readonly warn: (message: string) => void;
  /** Shows a message at its place in a file; it does not end the step. */
  readonly annotate: (annotation: Annotation) => void;
  readonly setOutput: (name: string, value: string) => void;
  /** For a value of the action's own making, which may look like a secret and is none. */
  readonly setOwnOutput: (name: string, value: string) => void;
  /** Secrets are replaced within strings only, so that what comes out is JSON again. */
  readonly setJsonOutput: (name: string, value: unknown) => void;
  /** For the step's own post step; not redacted, as nobody else reads it. */
  readonly saveState: (name: string, value: string) => void;
  /** Ends the step red. */
  readonly fail: (message: string) => void;
  /** Adds Markdown to the run's page. */
  readonly writeSummary: (file: string, markdown: string) => void;
}

export interface Annotation {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly place: core.AnnotationProperties;
}

/** Of a secret with several lines, shorter ones are masked with none: `{` would mask half of the log. */
const minMaskedLine = 4;
const maxLineLength = 2_000;
/** What GitHub shows of an annotation. */
const maxMessageLength = 4_000;

export function createReport(environment: Environment): Report {
  const { add, redact } = createRedaction();
  const commands = environment['GITHUB_ACTIONS'] === 'true' ? core : plainCommands(environment);
  return {
    mask: createMask(add, commands),
    redact,
    ...logOf(redact, commands),
    ...outputsOf(redact, commands),
    // core's own writer does the same in asynchronous steps, 1 ms at the end of the run.
    writeSummary: (file, markdown) => {
      appendFileSync(file, redact(markdown));
    },
  };
}

type Redact = (text: string) => string;

/** What a URL's parser makes of an address: a host in lower case, without the scheme's own port. */
function hostsIn(address: string): readonly string[] {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(url)) return [];
  const { host, hostname } = new URL(url);
  return [host, hostname].filter((text) => /[.:]/.test(text));
}

type Commands = Pick<
  typeof core,
  'setSecret' | 'warning' | 'error' | 'startGroup' | 'endGroup' | 'setOutput'
>;

/** Outside of Actions nobody carries commands out: they would print what they are to mask. */
function plainCommands({ GITHUB_OUTPUT: outputFile = '' }: Environment): Commands {
  const print = (text: string): void => {
    core.info(linesOf(text).map(toLogLine).join('\n'));
  };
  return {
    setSecret: () => undefined,
    warning: (text) => {
      print(`Warning: ${String(text)}`);
    },
    error: (text) => {
      print(`Error: ${String(text)}`);
    },
    startGroup: print,
    endGroup: () => undefined,
    setOutput: (name, value) => {
      if (outputFile === '') print(`${name}=${String(value)}`);
      else core.setOutput(name, value);
    },
  };
}

function createMask(
  addSecret: (secret: string) => void,
  { setSecret }: Pick<Commands, 'setSecret'>,
): Report['mask'] {
  const masked = new Set<string>();

  function maskLine(line: string): void {
    if (masked.has(line)) return;
    masked.add(line);
    addSecret(line);
    setSecret(line);
  }

  return (secret) => {
    if (secret.trim() === '') return;
    const lines = linesOf(secret).map((text) => text.trim());
    addSecret(secret);
    // Given a value of several lines, the runner would mask each of them, however short.
    if (lines.length === 1)
      for (const line of [secret, secret.trim(), ...hostsIn(secret.trim())]) maskLine(line);
    else for (const line of lines) if (line.length >= minMaskedLine) maskLine(line);
  };
}

function logOf(
  redact: Redact,
  commands: Commands,
): Pick<Report, 'info' | 'lines' | 'group' | 'warn' | 'annotate' | 'fail'> {
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) core.info(lines.map((text) => toLogLine(redact(text))).join('\n'));
  };
  return {
    info: (line) => {
      print([line]);
    },
    lines: print,
    group: (title, lines) => {
      commands.startGroup(toLogLine(redact(title)));
      print(lines);
      commands.endGroup();
    },
    warn: (text) => {
      commands.warning(commandText(redact(text)));
    },
    annotate: ({ severity, message, place }) => {
      const text = commandText(redact(message));
      if (severity === 'error') commands.error(text, place);
      else commands.warning(text, place);
    },
    fail: (text) => {
      const help = helpOn(text);
      if (help !== undefined) print([`More about this error: ${help}`]);
      process.exitCode = core.ExitCode.Failure;
      commands.error(commandText(redact(text)));
    },
  };
}

function outputsOf(
  redact: Redact,
  { setOutput, warning }: Pick<Commands, 'setOutput' | 'warning'>,
): Pick<Report, 'setOutput' | 'setOwnOutput' | 'setJsonOutput' | 'saveState'> {
  return {
    setOutput: (name, value) => {
      const redacted = redact(value);
      if (redacted !== value) {
        warning(
          `A secret occurs in the output ${name}, so it holds *** in its place. Rename what contains it, or make the secret longer.`,
        );
      }
      setOutput(name, redacted);
    },
    setOwnOutput: (name, value) => {
      setOutput(name, value);
    },
    setJsonOutput: (name, value) => {
      setOutput(name, JSON.stringify(redactedJson(value, redact)));
    },
    saveState: (name, value) => {
      core.saveState(name, value);
    },
  };
}

/** The text of a command, which can have several lines. */
function commandText(text: string): string {
  return linesOf(text)
    .map((part) => printable(part, maxMessageLength))
    .join('\n');
}

/** Secrets in its strings and keys as `***`; numbers and booleans are left alone, whatever a secret says. */
export function redactedJson(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactedJson(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [redact(key), redactedJson(inner, redact)]),
  );
}

/**
 * One line of the log, whatever is in the text. What the runner takes for white space and this does not
 * (U+0085) is not printable, nor is what its search for commands would pass over.
 */
export function toLogLine(text: string): string {
  return withoutCommand(printable(text, maxLineLength));
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|[\r\n]/);
}
