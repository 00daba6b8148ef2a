import { isJsonObject, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import { platformError } from './answers.ts';
import type { ErrorOutcome } from './answers.ts';

/** What the platform documents about a value. Keys without a shape are ignored, as it does. */
type Shape =
  | { readonly type: 'string'; readonly oneOf?: readonly string[] }
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'array'; readonly items: Shape }
  | {
      readonly type: 'object';
      readonly required: readonly string[];
      readonly fields: Readonly<Record<string, Shape>>;
    };

const text: Shape = { type: 'string' };
const flag: Shape = { type: 'boolean' };
const count = integer(0, Number.MAX_SAFE_INTEGER);
const names = arrayOf(object({ name: text }));
const selector = object({ key: text, name: text });

const container = object({
  name: text,
  imageAddress: text,
  imageVersion: text,
  cpu: count,
  memory: count,
  gpu: count,
  workingDir: text,
  commands: arrayOf(text),
  args: arrayOf(text),
  ports: arrayOf(
    object(
      {
        containerPort: integer(0, 65_536),
        protocol: oneOf('UDP', 'TCP', 'SCTP'),
        hostIP: text,
        hostPort: integer(0, 65_536),
        name: text,
      },
      ['containerPort'],
    ),
  ),
  envs: arrayOf(
    object({
      name: text,
      value: text,
      valueFrom: object({
        configMapKeyRef: selector,
        secretKeyRef: selector,
        fieldRef: object({ apiVersion: text, fieldPath: text }),
        resourceFieldRef: object({ containerName: text, divisor: text, resource: text }),
      }),
    }),
  ),
  volumeMounts: arrayOf(
    object({ mountPath: text, name: text, readOnly: flag, mountPropagation: text, subPath: text }, [
      'mountPath',
      'name',
    ]),
  ),
});

const deployInstance = object({
  regionId: text,
  region: text,
  city: text,
  serviceProvider: oneOf(
    'BGP',
    'CHINA_MOBILE',
    'CHINA_UNICOM',
    'CHINA_TELECOM',
    'TRIPLE_LINE',
    'INTRA',
  ),
  replicas: count,
});

const volumeClaimTemplate = object({
  name: text,
  diskType: oneOf(
    'NVME',
    'SATA',
    'CDS_HDD',
    'CDS_SSD',
    'RBD_SSD',
    'HDD_PASSTHROUGH',
    'SSD_PASSTHROUGH',
    'HDD_PASSTHROUGH_4T',
    'SSD_PASSTHROUGH_4T',
  ),
  storageSize: count,
});

/** Field by field what https://cloud.baidu.com/doc/BEC/s/sl2yjddjq says. */
const purchaseRequest = object(
  {
    serviceName: text,
    containerGroupName: text,
    containers: arrayOf(container),
    deployInstances: arrayOf(deployInstance),
    paymentMethod: oneOf('postpay'),
    needPublicIp: flag,
    needIpv6PublicIp: flag,
    bandwidth: integer(0, 5120),
    imageRegistrySecrets: names,
    volumes: object({
      configMap: names,
      secret: names,
      emptyDir: names,
      volumeClaimTemplates: arrayOf(volumeClaimTemplate),
    }),
    kernelParam: text,
    tags: arrayOf(object({ tagKey: text, tagValue: text })),
  },
  ['serviceName', 'containerGroupName', 'containers', 'deployInstances'],
);

/** The body of a create call, or why it is refused. */
export function parseCreateBody(
  body: string,
): { readonly kind: 'body'; readonly body: JsonObject } | ErrorOutcome {
  const parsed = parseJson(body);
  if (parsed === undefined) return platformError('MalformedJSON', 'The body is not valid JSON.');
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return platformError('InappropriateJSON', 'The body must be an object.');
  }
  const problem = problemOf(value, purchaseRequest, '') ?? bandwidthProblemOf(value);
  return problem === undefined
    ? { kind: 'body', body: value }
    : platformError('InappropriateJSON', problem);
}

/** The bandwidth counts only together with a public address. */
function bandwidthProblemOf(body: JsonObject): string | undefined {
  return body['needPublicIp'] === true && body['bandwidth'] === 0
    ? 'bandwidth must be 1 to 5120 when needPublicIp is true.'
    : undefined;
}

function problemOf(value: unknown, shape: Shape, path: string): string | undefined {
  switch (shape.type) {
    case 'string':
      if (typeof value !== 'string') return `${path} must be a string.`;
      return shape.oneOf === undefined || shape.oneOf.includes(value)
        ? undefined
        : `${path} must be one of ${shape.oneOf.join(', ')}.`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${path} must be true or false.`;
    case 'integer':
      if (!Number.isSafeInteger(value)) return `${path} must be an integer.`;
      return Number(value) >= shape.min && Number(value) <= shape.max
        ? undefined
        : `${path} must be ${shape.min} to ${shape.max}.`;
    case 'array':
      if (!Array.isArray(value)) return `${path} must be an array.`;
      return firstOf(value.map((item, index) => problemOf(item, shape.items, `${path}[${index}]`)));
    case 'object':
      if (!isJsonObject(value)) return `${path} must be an object.`;
      return (
        firstOf(shape.required.map((name) => absenceOf(value[name], join(path, name)))) ??
        firstOf(
          Object.entries(shape.fields).map(([name, field]) => {
            const inner = value[name] ?? undefined;
            return inner === undefined ? undefined : problemOf(inner, field, join(path, name));
          }),
        )
      );
  }
}

function absenceOf(value: unknown, path: string): string | undefined {
  const isAbsent = value === undefined || value === null || value === '';
  if (isAbsent) return `${path} is required.`;
  return Array.isArray(value) && value.length === 0 ? `${path} must not be empty.` : undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function firstOf(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

function integer(min: number, max: number): Shape {
  return { type: 'integer', min, max };
}

function oneOf(...values: readonly string[]): Shape {
  return { type: 'string', oneOf: values };
}

function arrayOf(items: Shape): Shape {
  return { type: 'array', items };
}

function object(fields: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return { type: 'object', fields, required };
}
