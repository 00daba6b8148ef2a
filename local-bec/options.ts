import { parseArgs } from 'node:util';
import { printable, quoted } from '../src/text.ts';
import type { LocalBecOptions } from './server.ts';
import { parseVariants, UsageError, variantTable } from './variants.ts';

/** An option of the program that is not a variant. */
interface Option {
  readonly flag: string;
  readonly value: 'NUMBER' | 'TEXT';
  readonly description: string;
  readonly default?: string;
  /** Of a number; both limits are included. */
  readonly range?: readonly [min: number, max: number];
  /** May be given several times. */
  readonly multiple?: boolean;
}

export const optionTable = {
  port: {
    flag: 'port',
    value: 'NUMBER',
    description: 'where to listen; 0 is any free port',
    default: '0',
    range: [0, 65_535],
  },
  accessKeyId: { flag: 'access-key-id', value: 'TEXT', description: 'default: random' },
  secretAccessKey: { flag: 'secret-access-key', value: 'TEXT', description: 'default: random' },
  sessionToken: { flag: 'session-token', value: 'TEXT', description: 'default: none' },
  startupMs: {
    flag: 'startup-ms',
    value: 'NUMBER',
    description: 'how long each phase of a rollout takes, such as STARTING, in milliseconds',
    default: '2000',
    range: [0, 86_400_000],
  },
  missingImageVersion: {
    flag: 'missing-image-version',
    value: 'TEXT',
    description: 'an image version that does not exist: its services fail to pull it; repeatable',
    multiple: true,
  },
  pageSize: {
    flag: 'page-size',
    value: 'NUMBER',
    description: 'how many items a page of a list has at most, whatever the client asks for',
    default: '1000',
    range: [1, 1000],
  },
  ratePerSecond: {
    flag: 'rate-per-second',
    value: 'NUMBER',
    description: 'how many calls are let through; default: no limit',
    range: [1, 1_000_000],
  },
  maxSeconds: {
    flag: 'max-seconds',
    value: 'NUMBER',
    description: 'when the program stops by itself',
    default: '3600',
    range: [1, 86_400],
  },
} as const satisfies Readonly<Record<string, Option>>;

export interface Settings extends LocalBecOptions {
  readonly maxSeconds: number;
}

/**
 * The program's arguments; `undefined` if they ask for help.
 * @throws UsageError
 */
export function parseSettings(args: readonly string[]): Settings | undefined {
  const values = parseFlags(args);
  if (values.get('help') !== undefined) return undefined;
  const text = ({ flag }: Option): string | undefined => values.get(flag)?.at(-1);
  const number = (option: Option): number | undefined => numberOf(option, text(option));
  return {
    port: number(optionTable.port),
    accessKeyId: text(optionTable.accessKeyId),
    secretAccessKey: text(optionTable.secretAccessKey),
    sessionToken: text(optionTable.sessionToken),
    startupMs: number(optionTable.startupMs),
    missingImageVersions: values.get(optionTable.missingImageVersion.flag) ?? [],
    maxPageSize: number(optionTable.pageSize),
    ratePerSecond: number(optionTable.ratePerSecond),
    maxSeconds: number(optionTable.maxSeconds) ?? 3600,
    variants: parseVariants((flag) => values.get(flag)?.at(-1)),
  };
}

function parseFlags(args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const flags = [...Object.values(optionTable), ...Object.values(variantTable)];
  const options = Object.fromEntries(
    flags.map(({ flag }) => [flag, { type: 'string', multiple: true } as const]),
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
    return new Map(
      Object.entries(values).map(([flag, given]) => [flag, [given].flat().map(String)]),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(printable(message), { cause: error });
  }
}

function numberOf(option: Option, given: string | undefined): number | undefined {
  const { flag, range: [min, max] = [0, Number.MAX_SAFE_INTEGER] } = option;
  const text = given ?? option.default;
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `--${flag} must be a whole number from ${min} to ${max}, not ${quoted(text)}.`,
  );
}

/** What `--help` prints. */
export function helpText(): string {
  const options: readonly Option[] = Object.values(optionTable);
  const lines = options.map(({ flag, value, description, default: fallback }) =>
    helpLine(`--${flag} ${value}`, withDefault(description, fallback)),
  );
  const variants = Object.values(variantTable).map(({ flag, values, description }) =>
    [
      helpLine(`--${flag} NAME`, withDefault(description, values[0])),
      helpLine('', values.join(' | ')),
    ].join('\n'),
  );
  return [
    'Usage: npm run local-bec -- [options]',
    '',
    "Starts a server on the loopback interface that behaves like BEC's API for container services.",
    '',
    ...lines,
    helpLine('--help', 'prints this text'),
    '',
    'Where the documentation of the platform leaves its behaviour open:',
    ...variants,
  ].join('\n');
}

function withDefault(description: string, fallback: string | undefined): string {
  return fallback === undefined ? description : `${description}; default: ${fallback}`;
}

function helpLine(option: string, description: string): string {
  return `  ${option.padEnd(30)} ${description}`;
}
