/**
 * What the platform's documentation leaves open. The local BEC plays each variant; the first value is
 * the default. The program's options and help, the action's inputs and the table in the documentation
 * are made from this table or compared with it.
 */
export const variantTable = {
  rollout: {
    flag: 'rollout',
    values: [
      'running',
      'flapping',
      'running-short',
      'exception-recovers',
      'exception',
      'image-pull',
      'crash-loop',
      'insufficient',
      'bad-mount',
      'stuck',
      'vanishes',
    ],
    description: 'how services come up',
  },
  deletion: {
    flag: 'deletion',
    values: ['at-once', 'slow', 'conflict-first', 'no-body'],
    description:
      'how DELETE works: at once, after 5 seconds of TERMINATING, after two responses 409, or with 204 and no body',
  },
  deletedToken: {
    flag: 'deleted-token',
    values: ['terminated', 'same-response', 'mismatch', 'new-service'],
    description:
      "what a create gets whose clientToken stands for a deleted service: that service as TERMINATED, the first create's response, an IdempotentParameterMismatch, or a new service",
  },
  duplicateName: {
    flag: 'duplicate-name',
    values: ['allowed', 'refused'],
    description: 'whether two services may have the same name',
  },
  tags: {
    flag: 'tags',
    values: ['set', 'null', 'absent'],
    description: 'whether tagsMap has the tags, is null, or is absent',
  },
  createTime: {
    flag: 'create-time',
    values: ['set', 'null', 'local-as-utc', 'no-zone', 'seconds'],
    description:
      "how details and lists write a createTime: in UTC, not at all, as Beijing's time with the Z of UTC, as Beijing's time without a zone, or as seconds since 1970",
  },
  keyword: {
    flag: 'keyword',
    values: ['part', 'exact'],
    description: 'whether a keyword finds parts of a name or id, or only the whole of it',
  },
  resourceUpdate: {
    flag: 'resource-update',
    values: ['applied', 'ignored', 'refused'],
    description: 'what becomes of a PUT of type resource with another image version',
  },
  unknownRegion: {
    flag: 'unknown-region',
    values: ['accepted', 'refused'],
    description: 'whether a regionId may be one that the list of nodes does not have',
  },
  gatewayErrors: {
    flag: 'gateway-errors',
    values: ['with-body', 'without-body'],
    description: "whether the gateway's errors are in the body too, or in the headers alone",
  },
} as const;

type VariantTable = typeof variantTable;

export type Variants = {
  readonly [Key in keyof VariantTable]: VariantTable[Key]['values'][number];
};

/** Thrown if a value is not one of the table's. */
export class VariantError extends Error {
  override readonly name = 'VariantError';
}

/**
 * Reads the value of each variant by its flag; `undefined` means the default.
 * @throws VariantError
 */
export function parseVariants(valueOf: (flag: string) => string | undefined): Variants {
  const parse = <Value extends string>(variant: {
    readonly flag: string;
    readonly values: readonly [Value, ...Value[]];
  }): Value => {
    const { flag, values } = variant;
    const text = valueOf(flag) ?? values[0];
    const value = values.find((candidate) => candidate === text);
    if (value !== undefined) return value;
    throw new VariantError(`--${flag} must be one of ${values.join(', ')}, not "${text}".`);
  };
  return {
    rollout: parse(variantTable.rollout),
    deletion: parse(variantTable.deletion),
    deletedToken: parse(variantTable.deletedToken),
    duplicateName: parse(variantTable.duplicateName),
    tags: parse(variantTable.tags),
    createTime: parse(variantTable.createTime),
    keyword: parse(variantTable.keyword),
    resourceUpdate: parse(variantTable.resourceUpdate),
    unknownRegion: parse(variantTable.unknownRegion),
    gatewayErrors: parse(variantTable.gatewayErrors),
  };
}

export const defaultVariants: Variants = parseVariants(() => undefined);
