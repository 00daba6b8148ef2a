/**
 * `node scripts/parse-cost.ts`: what reading a large spec costs, against what the YAML library takes for
 * it alone, which is the floor for all YAML that the action's own reader passes on. The goal is 1.3.
 */
import { parseDocument } from 'yaml';
import { parseBlockSpec } from '../src/spec/spec-block.ts';
import { parseJsonSpec } from '../src/spec/spec-json.ts';
import { yamlOptions } from '../src/spec/yaml-errors.ts';
import { parseYamlSpec } from '../src/spec/parse-yaml.ts';

const runs = 11;

/** 1,000 containers, just under what a file may have. */
function largeSpec(): string {
  const containers = Array.from({ length: 1000 }, (_, index) => container(index)).join('');
  return `serviceName: web
containerGroupName: web
containers:
${containers}deployInstances:
  - regionId: cn-shanghai-ct
    replicas: 1
`;
}

function container(index: number): string {
  const variables = Array.from(
    { length: 10 },
    (_, number) => `      - name: VARIABLE_${number}
        value: "\${{ env.VALUE_${number} }} # ${index}"
`,
  );
  return `  - name: container-${index}
    imageAddress: hub.baidubce.com/example/web-${index}
    imageVersion: \${{ image.version }}
    cpu: 1 # cores
    memory: 2
    commands: [/bin/sh, -c]
    ports:
      - containerPort: ${1000 + index}
        protocol: TCP
    envs:
${variables.join('')}    volumeMounts:
      - name: data
        mountPath: /data
        readOnly: true
`;
}

function elapsedMs(action: () => unknown): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? NaN;
}

const text = largeSpec();
const json = JSON.stringify(parseDocument(text).toJS(), undefined, 2);
const contenders = {
  'parseDocument of yaml': () => parseDocument(text),
  '… without its check for keys twice': () => parseDocument(text, yamlOptions),
  parseYamlSpec: () => parseYamlSpec(text),
  parseBlockSpec: () => parseBlockSpec(text),
  'parseJsonSpec of the same as JSON': () => parseJsonSpec(json),
} as const;

// In turn, so that what slows the machine for a while slows all of them.
const times = Array.from({ length: runs + 1 }, () =>
  Object.entries(contenders).map(([name, parse]) => ({ name, ms: elapsedMs(parse) })),
).slice(1);

console.log(`${text.length} bytes of YAML, ${json.length} of JSON; medians of ${runs} runs`);
const medians = Object.keys(contenders).map((name) => ({
  name,
  ms: medianOf(times.flat().flatMap((time) => (time.name === name ? [time.ms] : []))),
}));
const [floor] = medians;
for (const { name, ms } of medians) {
  const ratio = (ms / (floor?.ms ?? NaN)).toFixed(2);
  console.log(`${ms.toFixed(0).padStart(6)} ms  × ${ratio.padStart(4)}  ${name}`);
}
