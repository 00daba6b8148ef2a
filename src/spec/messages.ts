import { notAnImageTag } from '../image-tag.ts';
import { listed, listedFirst, quoted } from '../text.ts';
import { maxDepth, maxValues } from './tree.ts';

// The words of every problem under its code: sentences that say what is wrong and what would be right.
// They are given facts that may be printed, values in quotes; none of them takes a value apart.

/** Of what is documented, or certain to fail. */
// prettier-ignore
const errors = {
  // The file
  'empty-spec': () => 'The spec is empty. It needs at least serviceName, containerGroupName, containers and deployInstances.',
  'not-a-spec': () => 'This file is not a service spec, which is a map with at least the keys serviceName, containerGroupName, containers and deployInstances.',
  'foreign-manifest': (kind: string) => `This is a ${kind}. A BEC spec is the request of its API: serviceName, containerGroupName, containers with imageAddress, cpu and memory, and deployInstances with regionId and replicas. See examples/service.yml of this action.`,
  'oversized-spec': () => `The spec is too large: ${maxValues} values and 1 MiB at most, with aliases, merge keys and placeholders resolved.`,
  'too-deep': () => `The spec is nested more than ${maxDepth} levels deep.`,

  // What keeps a text from being YAML, or from being read as it was meant
  syntax: (detail: string) => `${detail}.`,
  'several-documents': () => 'A second YAML document begins here. Give each service a file and a step of its own.',
  'yaml-tag': () => 'YAML tags are not supported: a value gets the type of its field. Put it in quotes if it is text.',
  'invalid-key': () => 'A key must be plain text, not a list, a map or an alias.',
  'reserved-start': (start: string) => `A value that begins with ${start} needs quotes.`,
  'unquoted-colon': () => 'A value with a colon and a space in it needs quotes.',
  'unquoted-placeholder': () => 'Within [ ] or { }, a placeholder needs quotes: "${{ … }}".',
  'wrong-indentation': () => 'The indentation of this line does not match the lines above it.',
  'missing-space': () => 'The dash and the colon each need a space after them, as in - name: web.',
  'unexpected-text': (text: string) => `${quoted(text)} is not allowed here.`,
  'missing-colon': () => 'A key needs a colon and a space after it, as in cpu: 1.',
  'missing-comma': () => 'A comma is missing before this.',
  unclosed: (opening: string, closing: string) => `${opening} is opened here and never closed with ${closing}.`,
  outdented: () => 'Every line of a text in quotes, or of a list or map in brackets, must be indented with spaces, further than its key, the line that closes it too.',
  'odd-character': (character: string, meant: 'colon' | 'space') => `${codePoint(character)} is not a ${meant} in YAML. Type a plain ${meant}.`,
  template: () => 'This belongs to a template. Render it first. A placeholder begins with a dollar sign, as in ${{ image.version }}.',
  'json-comment': () => 'JSON has no comments. Remove it, or write the spec in YAML.',
  'duplicate-key': (key: string) => `The key ${quoted(key)} occurs a second time.${key === '<<' ? ' Merge several maps with a list: <<: [*a, *b].' : ''}`,
  'unknown-anchor': (name: string) => `No anchor &${name} is defined above. Put the value in quotes if it is text.`,
  'invalid-merge': () => 'A merge key (<<) needs a map, an alias of one, or a list of those.',
  'null-item': () => 'A list item has no value. Remove it, or put it in quotes if the text is meant.',

  // Keys
  'unknown-key': (key: string, suggestion: string | undefined, known: readonly string[]) => `Unknown key.${didYouMean(suggestion)}${suggestion !== undefined && key === 'image' ? ' The tag goes into imageVersion.' : ''}${known.length === 0 ? '' : ` Known here: ${listed(known)}.`}`,
  'probe-key': () => 'BEC has no probes or health checks. Remove it.',
  'replicas-key': () => 'Each entry of deployInstances has replicas of its own. Write it there.',
  'resources-key': () => 'A container has cpu (in cores) and memory (in GB), both whole numbers: write cpu: 1 and memory: 2 instead.',
  'missing-key': (description: string) => `The key is missing. ${description}`,
  'empty-key': (description: string) => `The key has no value. ${description}`,

  // Values
  'invalid-type': (expected: string, value: string, hint: string) => `Must be ${expected}, not ${value}.${hint}`,
  'invalid-choice': (choices: readonly string[], value: string, suggestion?: string) => `Must be ${listed(choices, 'or')}, not ${value}.${didYouMean(suggestion)}`,
  'below-minimum': (limit: number, value: string) => `Must be at least ${limit}, not ${value}.`,
  'above-maximum': (limit: number, value: string) => `Must be at most ${limit}, not ${value}.`,
  'empty-list': () => 'The list is empty. At least one entry is required.',
  'empty-variable': (names: readonly string[], expected: string) => `${listed(names.map((name) => `\${{ ${name} }}`))} is empty, and the field must be ${expected}. Is what the step's env takes it from defined, such as a variable of the repository?`,
  'stray-white-space': () => 'Must not have a line break, or white space at its beginning or end.',

  // Placeholders
  'unclosed-placeholder': () => 'The placeholder ${{ is not closed with }}. A literal ${{ is written $${{.',
  'invalid-placeholder': (name: string) => `\${{ ${name === '' ? '' : `${name} `}}} is not a placeholder: expressions are not supported, only a name such as image.version or env.NAME. A literal \${{ is written $\${{.`,
  'unknown-placeholder': (name: string, suggestion: string | undefined, known: readonly string[]) => `Unknown placeholder \${{ ${name} }}${suggestion === undefined ? '.' : `; did you mean \${{ ${suggestion} }}?`} Known are image.version, env.NAME, secrets.NAME, and of github ${listed(known)}.`,
  'unavailable-context': (name: string, variable: string) => `\${{ ${name} }} is not available in a spec. Add to the step, under env:  ${variable}: \${{ ${name} }}  and write \${{ env.${variable} }}.`,
  'run-attempt': () => '${{ github.run_attempt }} changes when a job is re-run, and a re-run must ask for the same service. Use github.run_id.',
  'empty-context': (name: string) => `\${{ ${name} }} has no value in this run.`,
  'unset-variable': (name: string, key: string) => `\${{ ${name} }} is not set. Add to the step, under env:  ${key}: <value>`,
  'unset-secret': (name: string, key: string) => `\${{ ${name} }} is not set. Add to the step, under env:  ${key}: \${{ secrets.${key} }}`,
  'empty-secret': (name: string) => `\${{ ${name} }} is empty: no such secret is defined for this repository or environment, or the run may not read it (runs from forks get no secrets).`,
  'reserved-variable': (name: string) => `\${{ ${name} }} can't be read from a spec: BCE_*, BAIDUCLOUD_*, INPUT_*, ACTIONS_*, RUNNER_* and GITHUB_TOKEN may hold credentials of the runner or yours. Give the value another name in the step's env.`,
  'credential-variable': (name: string, key: string, by: 'name' | 'value') => `\${{ ${name} }} may hold credentials, by its ${by}. If the service needs it, write \${{ secrets.${key} }}, which is masked.`,

  // Containers and images
  'unknown-container': (unknown: readonly string[], known: string) => `Input containers names ${listed(unknown)}, which the spec does not have. It has ${known}.${unknown.some((name) => /[\s,]/.test(name)) ? ' Write one name per line.' : ''}`,
  'no-container-takes-version': (known: string) => `No container takes the image version: each of ${known} has its own imageVersion. Remove it where the version belongs, write \${{ image.version }} there, or name the containers in the input containers.`,
  'invalid-image-address': (suggestion?: string) => `Invalid image address. It is a registry's host and a path, such as registry.example.com/team/web, without a scheme; the path has lower-case letters, digits, and . _ - between them.${didYouMean(suggestion)}`,
  /** @param address undefined if it must not be taken apart */
  'image-with-version': (found: string, address?: string, version?: string) => `The address has ${found}.${address === undefined ? ' The version goes into imageVersion.' : ` Write imageAddress: ${address}${version === undefined ? ', and the tag as imageVersion' : ` and imageVersion: "${version}", or leave imageVersion out to get the run's version, as the only container always does`}.`}`,
  'invalid-image-version': (value: string) => `${value} ${notAnImageTag}`,
  'missing-image': (name: string, version: string, nearTags: readonly string[]) => `Image ${name} is not in its registry, which has other tags of it. ${nearTags.length === 0 ? 'Push it before this step, or' : `${listed(nearTags)} ${nearTags.length === 1 ? 'is' : 'are'} there, ${version} is not:`} set the input image-version to the tag that was pushed. If this is a cache in front of a registry, it may not have reached that one: check-image is not for caches.`,
  'no-image': () => 'The container has no imageAddress, so it has no image to run.',

  // Names that must be unique, or known
  'duplicate-container': (name: string) => `Two containers are named ${name}. Each needs a name of its own.`,
  'duplicate-volume': (name: string) => `Two volumes are named ${name}. Each needs a name of its own.`,
  'unknown-volume': (name: string, known: readonly string[]) => `No volume is named ${name}. ${known.length === 0 ? 'None is declared under volumes.' : `Declared under volumes: ${listedFirst(known, 8)}.`}`,
  'duplicate-mount': (name: string) => `Two volumes of this container are mounted at ${name}.`,
  'duplicate-port': (name: string) => `Port ${name} is declared twice. The containers of a group share one network address.`,

  // Variables
  'unnamed-variable': () => 'The environment variable has no name. Write name: NAME and value: TEXT.',
  'ambiguous-variable': () => 'The variable has both value and valueFrom. Remove one of them.',
  'invalid-value-source': (kinds: readonly string[], found: readonly string[]) => `Must have exactly one of ${listed(kinds, 'or')}, and has ${found.length === 0 ? 'none' : listed(found)}.`,
} as const;

/** Of what is only inferred, or is seldom meant. */
// prettier-ignore
const warnings = {
  'unused-anchor': (name: string) => `&${name} is read as an anchor, which nothing refers to. Put the value in quotes if it is text.`,
  'volume-key': () => 'BEC ignores volume, the spelling in its own example. It is sent as volumes; write volumes.',
  'stray-punctuation': (found: string) => `${found} is sent as a part of the text. Remove it, or put the value in quotes if it is meant.`,
  'missing-text': (hasComment: boolean) => hasComment ? 'The variable has no value: # starts a comment. Put the value in quotes.' : 'The variable has no value. Write "" if an empty text is meant.',
  'private-image': (address: string) => `Image ${address} can only be pulled with a login, and the spec has no imageRegistrySecrets. Create a registry secret in the BEC console, and name it there.`,
  'moving-version': () => '"latest" moves: a restart can change what runs, and nobody can tell which it was.',
  'unset-key': (key: string) => `${key} is missing. BEC may refuse the service, or choose for you.`,
  'duplicate-variable': (name: string) => `${name} is set twice in this container. The last one counts.`,
  'duplicate-place': (name: string) => `${name} is named twice. Add the replicas up in one entry.`,
  'unusual-region': (name: string) => `${name} does not look like a region id: country-city-isp, as in cn-shanghai-ct.`,
  'region-id-as-region': () => 'This looks like a region id. Did you mean regionId?',
  'incomplete-place': (missing: readonly string[]) => `The place is incomplete: it needs regionId, or region and serviceProvider (${listed(missing)} missing).`,
  'bandwidth-without-public-ip': () => 'The bandwidth has no effect without needPublicIp: true.',
  'public-ip-without-bandwidth': () => 'A public address is requested without a bandwidth. Set bandwidth (in Mbps).',
  'large-memory': (value: string) => `${value} GB of memory is unusual. The unit is GB: 2048 MB is 2.`,
} as const;

/** Of what is known only in a workflow run. */
// prettier-ignore
const notes = {
  'workflow-variable': () => 'This value comes from the env of the workflow step, and is not checked here.',
  'workflow-secret': () => 'This secret is known only in the workflow, and is not checked here.',
} as const;

/** `：(U+FF1A)`; of what can't be seen, only the number. */
function codePoint(character: string): string {
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}]/u.test(character) ? number : `${character} (${number})`;
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
}

export type Severity = 'error' | 'warning' | 'note';

export interface Description {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

const messages = { ...errors, ...warnings, ...notes };

export type ProblemCode = keyof typeof messages;

type Facts<Code extends ProblemCode> = Parameters<(typeof messages)[Code]>;

/** The messages with the types of their facts, so that a code and its facts can be matched. */
const table: { readonly [Code in ProblemCode]: (...facts: Facts<Code>) => string } = messages;

export function describe<Code extends ProblemCode>(code: Code, ...facts: Facts<Code>): Description {
  const severity = code in errors ? 'error' : code in warnings ? 'warning' : 'note';
  return { code, severity, message: table[code](...facts) };
}

export const problemCodes: readonly string[] = Object.keys(messages);
