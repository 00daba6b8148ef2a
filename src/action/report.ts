import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { Environment } from '../context.ts';
import { printable, withoutCommand } from '../text.ts';
import { helpOn } from './help.ts';
import { inputIn } from './input-reader.ts';
import { formatOf, joinedParts, type Format } from './markdown.ts';
import { createRedaction } from './redaction.ts';

/** Of a secret with several lines, shorter ones are masked with none: `{` would mask half of the log. */
const minMaskedLine = 4;
const maxLineLength = 2_000;
/** What GitHub shows of an annotation. */
const maxMessageLength = 4_000;

export type Report = Readonly<ReturnType<typeof createReport>>;

/**
 * The one way out: whatever is printed, annotated or handed to later steps goes through here, without a
 * secret in it, without what a reader can't see, and never as a command that the runner would carry out.
 */
export function createReport(environment: Environment) {
  const { add, redact } = createRedaction();
  const commands = environment['GITHUB_ACTIONS'] === 'true' ? core : plainCommands(environment);
  const log = logOf(redact, commands);
  return {
    /** Masks a value in the log, and keeps it out of all else that is reported. */
    mask: createMask(add, commands),
    redact,
    ...log,
    ...outputsOf(redact, commands),
    /** Adds Markdown to the run's page, unless the input says no; failing to does not fail the step. */
    summarize: (render: (format: Format) => readonly string[]): void => {
      const file = environment['GITHUB_STEP_SUMMARY'] ?? '';
      if (file === '' || inputIn(environment, 'summary').toLowerCase() === 'false') return;
      try {
        // core's own writer does the same in asynchronous steps, 1 ms at the end of the run.
        appendFileSync(file, redact(joinedParts(render(formatOf(redact)))));
      } catch (error) {
        log.warn(`The summary could not be written: ${printable(String(error))}`);
      }
    },
  };
}

type Redact = (text: string) => string;

type Commands = Pick<
  typeof core,
  'setSecret' | 'warning' | 'error' | 'startGroup' | 'endGroup' | 'setOutput'
>;

/** Outside of Actions nobody carries commands out: they would print what they are to mask. */
function plainCommands({ GITHUB_OUTPUT: outputFile = '' }: Environment): Commands {
  return {
    setSecret: () => undefined,
    warning: (text) => {
      core.info(`Warning: ${String(text)}`);
    },
    error: (text) => {
      core.info(`Error: ${String(text)}`);
    },
    startGroup: core.info,
    endGroup: () => undefined,
    setOutput: (name, value) => {
      if (outputFile === '') core.info(toLogLine(`${name}=${String(value)}`));
      else core.setOutput(name, value);
    },
  };
}

function createMask(
  addSecret: (secret: string) => void,
  { setSecret }: Commands,
): (secret: string) => void {
  const masked = new Set(['']);
  return (secret) => {
    const text = secret.trim();
    const lines = linesOf(text).map((line) => line.trim());
    addSecret(text);
    // Given a value of several lines, the runner would mask each of them, however short.
    const parts =
      lines.length === 1
        ? [text, ...hostsIn(text)]
        : lines.filter((line) => line.length >= minMaskedLine);
    for (const part of parts) {
      if (masked.has(part)) continue;
      masked.add(part);
      addSecret(part);
      setSecret(part);
    }
  };
}

/** What a URL's parser makes of an address: a host in lower case, without the scheme's own port. */
function hostsIn(address: string): readonly string[] {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(url)) return [];
  const { host, hostname } = new URL(url);
  return [host, hostname].filter((text) => /[.:]/.test(text));
}

function logOf(redact: Redact, commands: Commands) {
  /** In one write: on a pipe, each takes time. */
  const lines = (texts: readonly string[]): void => {
    if (texts.length > 0) core.info(texts.map((text) => toLogLine(redact(text))).join('\n'));
  };
  /** Shows a message, at its place in a file if it has one; it does not end the step. */
  const annotate = (
    severity: 'error' | 'warning',
    message: string,
    place: core.AnnotationProperties = {},
  ): void => {
    // The text of a command can have several lines.
    const texts = linesOf(redact(message)).map((line) => printable(line, maxMessageLength));
    commands[severity](texts.join('\n'), place);
  };
  return {
    lines,
    annotate,
    log: (line: string): void => {
      lines([line]);
    },
    warn: (message: string): void => {
      annotate('warning', message);
    },
    /** Lines that can be folded away under their title. */
    group: (title: string, texts: readonly string[]): void => {
      commands.startGroup(toLogLine(redact(title)));
      lines(texts);
      commands.endGroup();
    },
    fail: (message: string): void => {
      const help = helpOn(message);
      if (help !== undefined) lines([`More about this error: ${help}`]);
      process.exitCode = core.ExitCode.Failure;
      annotate('error', message);
    },
  };
}

function outputsOf(redact: Redact, { setOutput, warning }: Commands) {
  const last = new Map<string, string>();
  /** If an output is set twice, the last value counts. */
  const setOwnOutput = (name: string, value: string): void => {
    if (value === last.get(name)) return;
    last.set(name, value);
    setOutput(name, value);
  };
  return {
    /** For a value of the action's own making, which may look like a secret and is none. */
    setOwnOutput,
    setOutput: (name: string, value: string): void => {
      const redacted = redact(value);
      if (redacted !== value && redacted !== last.get(name)) {
        warning(
          `A secret occurs in the output ${name}, so it holds *** in its place. Rename what contains it, or make the secret longer.`,
        );
      }
      setOwnOutput(name, redacted);
    },
    /** Secrets are replaced within strings only, so that what comes out is JSON again. */
    setJsonOutput: (name: string, value: unknown): void => {
      setOwnOutput(name, JSON.stringify(redactedJson(value, redact)));
    },
    /** For the step's own post step; not redacted, as nobody else reads it. */
    saveState: (name: string, value: string): void => {
      core.saveState(name, value);
    },
  };
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
