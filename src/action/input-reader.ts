import type { Environment } from '../context.ts';
import { closest } from '../edit-distance.ts';
import { UserError } from '../errors.ts';
import { quoted } from '../text.ts';

const prefix = 'INPUT_';

/** An input as the runner hands it in, without white space around it; empty if it is not set. */
export function inputIn(environment: Environment, name: string): string {
  return (environment[`${prefix}${name.toUpperCase()}`] ?? '').trim();
}

export type InputReader<Name extends string> = ReturnType<typeof inputReader<Name>>;

/**
 * Reads an action's inputs by their names in its action.yml, which has the defaults too. What it returns
 * throws a UserError that names the input, its value and what would be right.
 * @throws UserError if an input's name is nearly one of these
 */
export function inputReader<Name extends string>(environment: Environment, names: readonly Name[]) {
  requireKnownInputs(environment, names);
  const text = (name: Name): string => inputIn(environment, name);
  return {
    /** Empty if the input is not set. */
    text,
    /** {@link text}, in which nothing was left for a shell or for GitHub to expand. */
    expanded: (name: Name): string => requireExpanded(name, text(name)),
    required: (name: Name): string => {
      if (text(name) !== '') return text(name);
      throw new UserError(`Input ${name} is empty. Leave it out to use its default.`);
    },
    /** YAML 1.2's booleans, as GitHub's own toolkit takes them. */
    boolean: (name: Name): boolean => parseBoolean(name, text(name)),
    /** `90s`, `10m` or `1h` as milliseconds; at most six hours, which is as long as a job may take. */
    durationMs: (name: Name): number => parseDuration(name, text(name)),
    /** A whole number of at least 1. */
    count: (name: Name): number => {
      if (/^[1-9][0-9]{0,5}$/.test(text(name))) return Number(text(name));
      throw invalid(name, text(name), 'a whole number of at least 1');
    },
    /** One entry per line; blank lines don't count. */
    list: (name: Name): readonly string[] =>
      text(name)
        .split(/\r\n|[\r\n]/)
        .map((line) => line.trim())
        .filter((line) => line !== ''),
  };
}

/**
 * The runner only warns about an input that an action does not have: `dry_run: true` would deploy for
 * real. Some runners hand on the inputs of an action around this step, so a name that is nearly an
 * input's passes if it has that input's value.
 */
function requireKnownInputs(environment: Environment, known: readonly string[]): void {
  for (const [variable, value = ''] of Object.entries(environment)) {
    if (!variable.startsWith(prefix)) continue;
    const given = variable.slice(prefix.length).toLowerCase();
    const meant = known.includes(given) ? undefined : nearInput(given, known);
    if (meant === undefined || value.trim() === inputIn(environment, meant)) continue;
    throw new UserError(
      `Unknown input ${quoted(given)}; did you mean ${meant}? Nothing was sent. If this step's with doesn't set it, ${quoted(variable)} comes from the env of the step, job or workflow, or is the input of an action around this step: rename it there.`,
    );
  }
}

/** `$NAME`, `${…}`, `$(…)`, `%NAME%`, `{{ … }}` and commands in backticks: no version or token has them. */
const unexpanded = /\$[A-Za-z_{(]|%[A-Za-z_]\w*%|\{\{|`[^`]+`/;

function requireExpanded(name: string, text: string): string {
  if (!unexpanded.test(text)) return text;
  throw new UserError(
    `Input ${name} is ${quoted(text)}, and no shell expands inputs. Write an expression, such as \${{ github.sha }}, or \${{ steps.ID.outputs.NAME }} for the output of an earlier step.`,
  );
}

/** One word of a name is a name of its own, and so is a singular: many actions have an input `container`. */
export function nearInput(given: string, known: readonly string[]): string | undefined {
  const isOwn = (name: string): boolean => name === `${given}s` || name.split('-').includes(given);
  return closest(
    given,
    known.filter((name) => !isOwn(name)),
  );
}

function parseBoolean(name: string, text: string): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  throw text === ''
    ? new UserError(`Input ${name} is empty. Set it to true or false, or leave it out.`)
    : invalid(name, text, 'true or false');
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

function parseDuration(name: string, text: string): number {
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,5})([smh])$/.exec(text) ?? [];
  const durationMs = Number(digits) * (unitsMs[unit] ?? NaN);
  if (durationMs <= 6 * 3_600_000) return durationMs;
  throw invalid(name, text, 'a whole number with one unit (s, m or h), from 1s to 6h');
}

/** @param right what it must be */
export function invalid(name: string, text: string, right: string): UserError {
  return new UserError(`Input ${name} is ${quoted(text)}; it must be ${right}.`);
}
