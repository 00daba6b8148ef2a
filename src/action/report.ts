import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { SpecFile } from '../source/source.ts';
import { excerptOf, positionOf, problemText, type Problem } from '../spec/problem.ts';
import { counted, shown } from '../text.ts';

/**
 * The way to the runner: everything that is printed, annotated or handed to later steps goes through
 * here, and nothing goes through with a secret in it.
 */
const secrets = new Set<string>();

/** Shorter ones are masked by the runner only: replacing "1" by *** would spoil every number and id. */
const minRedactedLength = 4;

/** Masks a value in the log, each line of it too, and keeps it out of all else that is reported. */
export function maskSecret(value: string): void {
  const lines = value.split(/\r\n|[\r\n]/).map((line) => line.trim());
  for (const text of [value, ...lines]) {
    if (text.trim() === '' || secrets.has(text)) continue;
    secrets.add(text);
    core.setSecret(text);
  }
}

/**
 * The text with every secret in it as `***`: as it is, as JSON writes it or as {@link shown} does, in
 * upper case too, as statuses are.
 */
export function redact(text: string): string {
  const spellings = [...secrets]
    .filter((secret) => secret.length >= minRedactedLength)
    .flatMap((secret) => [secret, secret.toUpperCase()])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), shown(secret, Infinity)])
    .sort((left, right) => right.length - left.length);
  const redacted = spellings.reduce(
    (result, secret) => withoutCut(result.replaceAll(secret, '***'), secret),
    text,
  );
  // A signature is no secret key, but good for half an hour.
  return redacted.replace(/bce-auth-v1\/[^\s"']*/g, 'bce-auth-v1/***');
}

/** A long text is cut before it comes here; the cut may go through a secret. */
function withoutCut(text: string, secret: string): string {
  let result = text;
  for (let end = secret.length - 1; end >= minRedactedLength && result.includes('…'); end--) {
    result = result.replaceAll(`${secret.slice(0, end)}…`, '***…');
  }
  return result;
}

export function info(text: string): void {
  core.info(toLogText(text));
}

export function warn(message: string): void {
  core.warning(redact(message));
}

/** Lines that can be folded away under their title. */
export function infoGroup(title: string, lines: readonly string[]): void {
  core.startGroup(toLogText(title));
  for (const line of lines) info(line);
  core.endGroup();
}

/** An output of the step; values that are not known are not set. */
export function setOutput(name: string, value: string): void {
  core.setOutput(name, redact(value));
}

/** Ends the step red, with the message as its error. */
export function fail(message: string): void {
  core.setFailed(redact(message));
}

/**
 * Markdown on the run's page: the runner takes what stands in the file. The writer of @actions/core
 * does the same in asynchronous steps, 1 ms at the end of a run that has nothing else left to do.
 */
export function writeSummary(file: string, markdown: string): void {
  appendFileSync(file, redact(markdown));
}

/** GitHub shows ten errors of a step on its pages; the log has room for more, but not for thousands. */
const maxProblems = 50;

/** Every problem on its line: as an annotation on the file, and in the log with the line under it. */
export function reportProblems(source: SpecFile, problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, maxProblems)) {
    const start = positionOf(source.text, problem.range.start);
    const end = positionOf(source.text, Math.max(problem.range.start, problem.range.end - 1));
    const properties = {
      file: source.repositoryPath,
      startLine: start.line,
      endLine: end.line,
      startColumn: start.column,
      // GitHub refuses columns for what spans several lines.
      ...(end.line === start.line && { endColumn: end.column + 1 }),
    };
    const message = redact(problemText(problem));
    if (problem.severity === 'error') core.error(message, properties);
    else core.warning(message, properties);
    for (const line of excerptOf(source, problem)) info(line);
  }
  if (problems.length > maxProblems) {
    info(`… and ${counted(problems.length - maxProblems, 'more problem')}`);
  }
}

/**
 * The runner takes a line that starts with `::`, or has `##[` anywhere, for a command. Text from
 * outside may hold either.
 */
function toLogText(text: string): string {
  return redact(text)
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => line.replace(/^(\s*):(?=:)/, '$1: ').replaceAll('##[', '# #['))
    .join('\n');
}
