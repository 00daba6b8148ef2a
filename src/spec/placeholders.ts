import type { Problem, Range } from './problem.ts';
import type { Environment, Run } from '../context.ts';
import { listed, printable } from '../text.ts';
import { pathText, type Path, type SpecMap, type SpecNode, type SpecScalar } from './tree.ts';
import { suggestionFor } from './unknown-keys.ts';

export interface PlaceholderValues {
  readonly imageVersion: string;
  readonly run: Run;
  /** The step's environment: `env.NAME` and `secrets.NAME` are both read from it. */
  readonly environment: Environment;
  /** A dry run shows a spec whose secrets it does not have, as on a pull request from a fork. */
  readonly dryRun: boolean;
}

export interface ResolvedTree {
  readonly tree: SpecMap;
  readonly problems: readonly Problem[];
  /** What stood for `secrets.NAME`, to be masked before anything is printed. */
  readonly secrets: readonly string[];
}

/**
 * The tree with its placeholders replaced, in values only. It is the parsed tree, not the text, so
 * that no value can add a key or end a string.
 */
export function withPlaceholders(
  root: SpecMap,
  source: string,
  values: PlaceholderValues,
): ResolvedTree {
  const problems: Problem[] = [];
  const secrets: string[] = [];

  function resolve(node: SpecNode, path: Path): SpecNode {
    switch (node.kind) {
      case 'scalar':
        return node.text.includes('${{') ? resolveText(node, path) : node;
      case 'list':
        return { ...node, items: node.items.map((item, index) => resolve(item, [...path, index])) };
      case 'map':
        return resolveMap(node, path);
    }
  }

  function resolveMap(map: SpecMap, path: Path): SpecMap {
    const entries = map.entries.map((entry) => ({
      ...entry,
      value: resolve(entry.value, [...path, entry.key]),
    }));
    return { ...map, entries };
  }

  function resolveText(node: SpecScalar, path: Path): SpecScalar {
    const parts = partsOf(node.text);
    const placeholders = parts.filter((part) => typeof part !== 'string');
    const resolutions = parts.map((part) =>
      typeof part === 'string' ? { text: part } : resolutionOf(part, values),
    );
    const text = resolutions.map((resolution) => resolution.text).join('');
    if (placeholders.length === 0) return { ...node, text };

    let index = -1;
    for (const [place, resolution] of resolutions.entries()) {
      if (typeof parts[place] !== 'string') index++;
      if (resolution.problem !== undefined) {
        const range = rangeOfPlaceholder(source, node, index);
        problems.push({ ...resolution.problem, range, path: pathText(path) });
      } else if (resolution.secret === true) secrets.push(resolution.text);
    }
    return {
      ...node,
      text,
      resolved: {
        names: placeholders.map(({ name }) => name),
        whole: parts.length === 1,
        shownAs: resolutions.map(({ text, secret }) => (secret === true ? '***' : text)).join(''),
        failed: resolutions.some(({ problem }) => problem !== undefined),
      },
    };
  }

  return { tree: resolveMap(root, []), problems, secrets };
}

interface Placeholder {
  /** What stands between the braces, trimmed; undefined where they are not closed. */
  readonly name: string;
  readonly closed: boolean;
}

const pattern = /\$\$\{\{|\$\{\{(?:([^]*?)\}\})?/g;

/** Plain text and placeholders in turn; `$${{` is plain text that reads `${{`. */
function partsOf(text: string): readonly (string | Placeholder)[] {
  const parts: (string | Placeholder)[] = [];
  let end = 0;
  let plain = '';
  for (const match of text.matchAll(pattern)) {
    plain += text.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === '$${{') plain += '${{';
    else {
      if (plain !== '') parts.push(plain);
      plain = '';
      parts.push({ name: (match[1] ?? '').trim(), closed: match[0].endsWith('}}') });
    }
  }
  plain += text.slice(end);
  return plain === '' ? parts : [...parts, plain];
}

interface Resolution {
  readonly text: string;
  readonly secret?: boolean;
  readonly problem?: Pick<Problem, 'severity' | 'message'>;
}

function resolutionOf({ name, closed }: Placeholder, values: PlaceholderValues): Resolution {
  if (!closed)
    return failure('The placeholder ${{ is not closed with }}. A literal ${{ is written $${{.');
  const [, context, key] = /^(\w+)\.(\w+)$/.exec(name) ?? [];
  if (context === undefined || key === undefined) {
    return failure(
      `\${{ ${name === '' ? '' : `${printable(name, 80)} `}}} is no placeholder: it takes one name, such as image.version or env.NAME, and no expression. A literal \${{ is written $\${{.`,
    );
  }
  switch (context) {
    case 'image':
      return key === 'version' ? { text: values.imageVersion } : unknownName(name);
    case 'github':
      return resolveGithub(key, name, values.run);
    case 'env':
      return resolveEnvironment(key, name, values.environment);
    case 'secrets':
      return resolveSecret(key, name, values);
    default:
      return unknownName(name);
  }
}

function resolveGithub(key: string, name: string, run: Run): Resolution {
  if (key === 'run_attempt') {
    return failure(
      '${{ github.run_attempt }} changes when a job is run again, and the service with it: a re-run must ask for the same service. Use github.run_id.',
    );
  }
  const field = Object.entries(githubNames).find(([known]) => known === key)?.[1];
  if (field === undefined) return unknownName(name);
  return run[field] === ''
    ? failure(`\${{ ${name} }} has no value in this run.`)
    : { text: run[field] };
}

function resolveEnvironment(key: string, name: string, environment: Environment): Resolution {
  if (isForbidden(key)) return forbidden(name);
  const text = Object.hasOwn(environment, key) ? environment[key] : undefined;
  if (text !== undefined) return { text };
  return failure(`\${{ ${name} }} is not set. Add to the step, under env:  ${key}: <value>`);
}

function resolveSecret(key: string, name: string, values: PlaceholderValues): Resolution {
  if (isForbidden(key)) return forbidden(name);
  const text = Object.hasOwn(values.environment, key) ? (values.environment[key] ?? '') : undefined;
  if (text !== undefined && text !== '') return { text, secret: true };
  const cure =
    text === undefined
      ? `is not set. Add to the step, under env:  ${key}: \${{ secrets.${key} }}`
      : 'is empty: no such secret is defined for this repository or environment, or the run may not read it (runs from forks get no secrets).';
  if (!values.dryRun) return failure(`\${{ ${name} }} ${cure}`);
  const message = `\${{ ${name} }} ${cure} The dry run goes on without it.`;
  return { text: '***', secret: true, problem: { severity: 'warning', message } };
}

/** Names that hold credentials: a spec is code that a pull request can change, so it can't read them. */
function isForbidden(key: string): boolean {
  return /^(?:BCE_|BAIDUCLOUD_|INPUT_|ACTIONS_|RUNNER_)|^GITHUB_TOKEN$/i.test(key);
}

function forbidden(name: string): Resolution {
  return failure(
    `\${{ ${name} }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold the runner's and your credentials. Give the value another name in the step's env.`,
  );
}

function unknownName(name: string): Resolution {
  const keys = Object.keys(githubNames);
  const suggestion = suggestedName(name, keys);
  const meant = suggestion === undefined ? '.' : `; did you mean \${{ ${suggestion} }}?`;
  return failure(
    `\${{ ${printable(name, 80)} }} is not known${meant} Known are image.version, env.NAME, secrets.NAME, and of github ${listed(keys)}.`,
  );
}

/** Within github the key alone is compared: the context would make all of them look alike. */
function suggestedName(name: string, keys: readonly string[]): string | undefined {
  if (!name.startsWith('github.')) {
    return suggestionFor(name, ['image.version', ...keys.map((key) => `github.${key}`)]);
  }
  const key = suggestionFor(name.slice('github.'.length), keys);
  return key && `github.${key}`;
}

/** The names as GitHub's own `github` context has them. */
const githubNames = {
  sha: 'sha',
  ref: 'ref',
  ref_name: 'refName',
  ref_type: 'refType',
  repository: 'repository',
  repository_owner: 'repositoryOwner',
  run_id: 'runId',
  run_number: 'runNumber',
  actor: 'actor',
  workflow: 'workflow',
  job: 'job',
  event_name: 'eventName',
  server_url: 'serverUrl',
} as const;

function failure(message: string): Resolution {
  return { text: '', problem: { severity: 'error', message } };
}

/** Where in the source the placeholder stands; the whole scalar where an escape hides it. */
function rangeOfPlaceholder(source: string, node: SpecScalar, index: number): Range {
  const written = source.slice(node.range.start, node.range.end);
  const found = [...written.matchAll(pattern)].filter(([text]) => text !== '$${{')[index];
  if (found === undefined) return node.range;
  const start = node.range.start + found.index;
  return { start, end: start + found[0].length };
}
