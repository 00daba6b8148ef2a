import { notAnImageTag } from '../image-tag.ts';
import { listed, listedFirst, quoted } from '../text.ts';

/**
 * The words of every problem under its code: sentences that say what is wrong and what would be right.
 * They are given facts that may be printed; none of them takes a value apart.
 */
const messages = {
  // The file
  'empty-spec': () =>
    'The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
  'not-a-spec': () =>
    'This file is not a service spec: it has none of the keys of one, which are at least serviceName, containerGroupName, containers and deployInstances.',
  'not-a-map': ({ found }: { found: 'a list' | 'text' }) =>
    `The spec is ${found}. It must be a map of the service's fields, such as serviceName: web.`,
  'foreign-manifest': ({ kind }: { kind: string }) =>
    `This is a ${kind}. A BEC spec is the request of its API: serviceName, containerGroupName, containers with imageAddress, cpu and memory, and deployInstances with regionId and replicas. See examples/service.yml of this action.`,
  'oversized-spec': ({ limit }: { limit: string }) =>
    `The spec is too large: ${limit} at most, with aliases, merge keys and placeholders resolved.`,
  'too-deep': ({ levels }: { levels: number }) =>
    `The spec is nested more than ${levels} levels deep.`,

  // Syntax
  syntax: ({ detail }: { detail: string }) => `${detail}.`,
  'tab-indentation': () => 'This line is indented with a tab. YAML is indented with spaces.',
  'several-documents': () =>
    'A second YAML document begins here. Give each service a file and a step of its own.',
  'yaml-tag': () => 'YAML tags are not supported. A value gets the type of its field.',
  'invalid-key': () => 'A key must be plain text, not a list, a map or an alias.',
  'reserved-start': ({ detail }: { detail: string }) => `${detail}. Put the value in quotes.`,
  'invalid-escape': ({ detail }: { detail: string }) =>
    `${detail}. Within double quotes, a backslash is written \\\\.`,
  'unquoted-colon': () => 'A value with a colon and a space in it needs quotes.',
  'unquoted-placeholder': () => 'Within [ ] or { }, a placeholder needs quotes: "${{ … }}".',
  'wrong-indentation': () => 'The indentation of this line does not match the lines above it.',
  'stray-list-item': () => 'A list item stands among the keys of a map.',
  'missing-colon': () => 'A key needs a colon and a space after it, as in cpu: 1.',
  'block-in-flow': () => 'Within [ ] or { }, lists and maps need [ ] or { } too.',
  'missing-comment-space': () => 'A comment needs a space before its #.',
  'missing-comma': () => 'A comma is missing before this.',
  'unexpected-text': ({ text }: { text: string }) => `${quoted(text)} is not allowed here.`,
  unclosed: ({ opening, closing }: { opening: string; closing: string }) =>
    `${opening} is opened here and never closed with ${closing}.`,
  'outdented-quote': () =>
    'Every line of a quoted text, the closing quote too, must be indented further than its key.',
  'json-comment': () => 'JSON has no comments. Remove it, or write the spec in YAML.',
  'duplicate-key': ({ key }: { key: string }) => `The key ${quoted(key)} occurs a second time.`,
  'unknown-anchor': ({ name }: { name: string }) => `No anchor &${name} is defined above.`,
  'invalid-merge': () => 'A merge key (<<) needs a map, an alias of one, or a list of those.',
  'null-item': () =>
    'A list item has no value. Remove it, or put it in quotes if the text is meant.',

  // Keys
  'unknown-key': ({ key, suggestion, known }: UnknownKey) =>
    suggestion === undefined
      ? `Unknown key. Known here: ${listed(known)}.`
      : `Unknown key. Did you mean ${suggestion}?${key === 'image' ? ' The tag goes into imageVersion.' : ''}`,
  'volume-key': () =>
    'BEC ignores volume, the spelling in its own example. It is sent as volumes; write volumes.',
  'volume-and-volumes': () => 'BEC knows volumes only. Move these entries there.',
  'missing-key': ({ description }: { description: string }) => `The key is missing. ${description}`,
  'empty-key': ({ description }: { description: string }) => `The key has no value. ${description}`,

  // Values
  'invalid-type': ({ expected, value, hint }: Mismatch) =>
    `Must be ${expected}, not ${value}.${hint}`,
  'invalid-choice': ({ choices, value, suggestion }: Choice) =>
    `Must be ${listed(choices, 'or')}, not ${value}.${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`,
  'below-minimum': ({ limit, value }: Limit) => `Must be at least ${limit}, not ${value}.`,
  'above-maximum': ({ limit, value }: Limit) => `Must be at most ${limit}, not ${value}.`,
  'empty-list': () => 'The list is empty. At least one entry is required.',
  'empty-variable': ({ names, expected }: { names: readonly string[]; expected: string }) =>
    `${placeholders(names)} is empty, and the field must be ${expected}. Set it in the step's env.`,
  'missing-text': ({ hasComment }: { hasComment: boolean }) =>
    hasComment
      ? 'The variable has no value: # starts a comment. Put the value in quotes.'
      : 'The variable has no value. Write "" if an empty text is meant.',

  // Placeholders
  'unclosed-placeholder': () =>
    'The placeholder ${{ is not closed with }}. A literal ${{ is written $${{.',
  'invalid-placeholder': ({ name }: { name: string }) =>
    `\${{ ${name === '' ? '' : `${name} `}}} is not a placeholder: expressions are not supported, only a name such as image.version or env.NAME. A literal \${{ is written $\${{.`,
  'unknown-placeholder': ({ name, suggestion, known }: UnknownPlaceholder) =>
    `Unknown placeholder \${{ ${name} }}${suggestion === undefined ? '.' : `; did you mean \${{ ${suggestion} }}?`} Known are image.version, env.NAME, secrets.NAME, and of github ${listed(known)}.`,
  'unavailable-context': ({ name, variable }: { name: string; variable: string }) =>
    `\${{ ${name} }} is not available in a spec. Add to the step, under env:  ${variable}: \${{ ${name} }}  and write \${{ env.${variable} }}.`,
  'run-attempt': () =>
    '${{ github.run_attempt }} changes when a job is re-run, and a re-run must ask for the same service. Use github.run_id.',
  'empty-context': ({ name }: { name: string }) => `\${{ ${name} }} has no value in this run.`,
  'unset-variable': ({ name, key }: Variable) =>
    `\${{ ${name} }} is not set. Add to the step, under env:  ${key}: <value>`,
  'unset-secret': ({ name, key, isDryRun }: Secret) =>
    `\${{ ${name} }} is not set. Add to the step, under env:  ${key}: \${{ secrets.${key} }}${dryRunNote(isDryRun)}`,
  'empty-secret': ({ name, isDryRun }: Secret) =>
    `\${{ ${name} }} is empty: no such secret is defined for this repository or environment, or the run may not read it (runs from forks get no secrets).${dryRunNote(isDryRun)}`,
  'reserved-variable': ({ name }: { name: string }) =>
    `\${{ ${name} }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN hold credentials of the runner and yours. Give the value another name in the step's env.`,
  'credential-variable': ({ name, key }: Variable) =>
    `\${{ ${name} }} may hold credentials, by its name. If the service needs it, write \${{ secrets.${key} }}, which is masked.`,

  // Containers and images
  'unknown-container': ({ unknown, known }: { unknown: string; known: string }) =>
    `Input containers names ${unknown}, which the spec does not have. It has ${known}.`,
  'containers-on-one-line': ({ value }: { value: string }) =>
    `Input containers is ${value}. Write one name a line.`,
  'no-container-takes-version': ({ known }: { known: string }) =>
    `No container takes the image version: each of ${known} has its own imageVersion. Remove it where the version belongs, write \${{ image.version }} there, or name the containers in the input containers.`,
  'invalid-image-address': ({ reason, suggestion }: { reason: string; suggestion?: string }) =>
    `Invalid image address: ${reason}.${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`,
  'image-with-version': ({ found, address, version }: ImageWithVersion) =>
    `The address has ${found}.${address === undefined ? ' The version goes into imageVersion.' : ` Write imageAddress: ${address}${version === undefined ? ', and the tag as imageVersion' : ` and imageVersion: ${version}`}.`}`,
  'invalid-image-version': ({ value }: { value: string }) => `${value} ${notAnImageTag}`,
  'missing-image': ({ name, version, nearTags }: MissingImage) =>
    `Image ${name} is not in its registry, which has other tags of it. ${nearTags.length === 0 ? 'Push it before this step, or' : `${listed(nearTags)} ${nearTags.length === 1 ? 'is' : 'are'} there, ${version} is not:`} set the input image-version to the tag that was pushed. If this is a cache in front of a registry, it may not have reached that one: check-image is not for caches.`,
  'private-image': ({ name }: Named) =>
    `Image ${name} can only be pulled with a login, and the spec has no imageRegistrySecrets. Create a registry secret in the BEC console, and name it there.`,
  'moving-version': () =>
    '"latest" moves: a restart can change what runs, and nobody can tell which it was.',
  'incomplete-container': ({ key }: { key: string }) =>
    `The container has no ${key}. BEC may refuse it, or choose for you.`,

  // Names that must be unique, or known
  'duplicate-container': ({ name }: Named) =>
    `Two containers are named ${name}. Each needs a name of its own.`,
  'duplicate-volume': ({ name }: Named) =>
    `Two volumes are named ${name}. Each needs a name of its own.`,
  'unknown-volume': ({ name, known }: { name: string; known: readonly string[] }) =>
    `No volume is named ${name}. ${known.length === 0 ? 'None is declared under volumes.' : `Declared under volumes: ${listedFirst(known, 8)}.`}`,
  'duplicate-mount': ({ name }: Named) => `Two volumes of this container are mounted at ${name}.`,
  'duplicate-port': ({ name }: Named) =>
    `Port ${name} is declared twice. The containers of a group share one network address.`,
  'duplicate-variable': ({ name }: Named) =>
    `${name} is set twice in this container. The last one counts.`,
  'duplicate-place': ({ name }: Named) =>
    `${name} is named twice. Add the replicas up in one entry.`,
  'unsafe-name': ({ name }: Named) =>
    `${name} may be refused. At most 63 lower-case letters, digits and hyphens are safe.`,

  // Variables
  'unnamed-variable': () => 'The environment variable has no name.',
  'ambiguous-variable': () => 'The variable has both value and valueFrom. Remove one of them.',
  'invalid-value-source': ({
    kinds,
    found,
  }: {
    kinds: readonly string[];
    found: readonly string[];
  }) =>
    `Must have exactly one of ${listed(kinds, 'or')}, and has ${found.length === 0 ? 'none' : listed(found)}.`,

  // Places, addresses, sizes
  'unusual-region': ({ name }: Named) =>
    `${name} does not look like a region id: country-city-isp, as in cn-shanghai-ct.`,
  'region-id-as-region': () => 'This looks like a region id. Did you mean regionId?',
  'incomplete-place': ({ missing }: { missing: readonly string[] }) =>
    `The place is incomplete: it needs regionId, or region and serviceProvider (${listed(missing)} missing).`,
  'bandwidth-without-public-ip': () => 'The bandwidth has no effect without needPublicIp: true.',
  'public-ip-without-bandwidth': () =>
    'A public address is requested without a bandwidth. Set bandwidth (in Mbps).',
  'bandwidth-over-limit': () => 'Over 2048 Mbps, BEC serves only accounts on its whitelist.',
  'large-disk': () => 'BEC documents 1500 GB as the largest disk.',
  'large-memory': ({ value }: { value: string }) =>
    `${value} GB of memory is unusual. The unit is GB: 2048 MB is 2.`,
} as const;

interface UnknownKey {
  readonly key: string;
  readonly suggestion: string | undefined;
  readonly known: readonly string[];
}

interface Mismatch {
  readonly expected: string;
  readonly value: string;
  /** Empty, or a sentence with a space before it. */
  readonly hint: string;
}

interface Choice {
  readonly choices: readonly string[];
  readonly value: string;
  readonly suggestion: string | undefined;
}

interface Limit {
  readonly limit: string;
  readonly value: string;
}

interface UnknownPlaceholder {
  readonly name: string;
  readonly suggestion: string | undefined;
  readonly known: readonly string[];
}

interface Variable {
  readonly name: string;
  readonly key: string;
}

interface Secret extends Variable {
  readonly isDryRun: boolean;
}

interface MissingImage {
  readonly name: string;
  readonly version: string;
  readonly nearTags: readonly string[];
}

interface ImageWithVersion {
  readonly found: string;
  /** Undefined if the address must not be taken apart. */
  readonly address: string | undefined;
  readonly version: string | undefined;
}

interface Named {
  /** In quotes, as it may be printed. */
  readonly name: string;
}

function placeholders(names: readonly string[]): string {
  return listed(names.map((name) => `\${{ ${name} }}`));
}

function dryRunNote(isDryRun: boolean): string {
  return isDryRun ? ' The dry run continues without it.' : '';
}

export type ProblemCode = keyof typeof messages;

type Facts<Code extends ProblemCode> = Parameters<(typeof messages)[Code]>;

/** What a problem is, without where it is. */
export interface Description {
  readonly code: string;
  readonly message: string;
}

/** The messages with the types of their facts, so that a code and its facts can be matched. */
const table: { readonly [Code in ProblemCode]: (...facts: Facts<Code>) => string } = messages;

export function describe<Code extends ProblemCode>(code: Code, ...facts: Facts<Code>): Description {
  return { code, message: table[code](...facts) };
}

export const problemCodes: readonly string[] = Object.keys(messages);
