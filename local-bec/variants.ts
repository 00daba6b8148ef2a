import { quoted } from '../src/text.ts';

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
  repeatedCreate: {
    flag: 'repeated-create',
    values: ['answered', 'token-processing', 'denied'],
    description:
      'what a create gets whose clientToken came less than 20 seconds ago: the service, or, as if it was still being worked on, 400 LastTokenProcessing or 409 OperationDenied',
  },
  repeatedChange: {
    flag: 'repeated-change',
    values: ['remembered', 'performed'],
    description:
      'what a repeated update, start, stop, restart or delete with the same clientToken does: nothing, its response is remembered; or the change again',
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
  readLag: {
    flag: 'read-lag',
    values: ['0', '5', '45', '90'],
    description:
      'for how many seconds the details of a service and of its pods do not show what was created or changed: a new service is not found',
  },
  listLag: {
    flag: 'list-lag',
    values: ['0', '5', '45', '90'],
    description: 'for how many seconds lists do not show what was created or changed',
  },
  listPages: {
    flag: 'list-pages',
    values: ['exact', 'short', 'same-page', 'endless'],
    description:
      'how lists are paged: as asked for, with one item less than totalCount says, with the first page for each pageNo, or so for ever, with a totalCount that grows',
  },
  addressLag: {
    flag: 'address-lag',
    values: ['0', '5', '60'],
    description: 'how many seconds after it runs a pod shows its addresses',
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
  throttling: {
    flag: 'throttling',
    values: ['429', '403'],
    description: 'the code of calls over the rate: 429 OverRateLimit or 403 RequestLimitExceeded',
  },
  update: {
    flag: 'update',
    values: [
      'one-by-one',
      'all-at-once',
      'regions-in-turn',
      'first-region',
      'on-restart',
      'ignored',
      'refused',
      'stuck',
      'crashing',
      'reversed',
      'taken-over',
    ],
    description:
      'what an update to a version that has not run before does: replaces the pods in that order, those of the first region only, those that are restarted, or none; or new pods never run, crash 8 seconds after they were ready, or get the old version or a third one after 20 seconds',
  },
  updateBody: {
    flag: 'update-body',
    values: ['merged', 'replaced'],
    description:
      'whether containers, their environment variables and imageRegistrySecrets that an update leaves out are kept or removed',
  },
  sameUpdate: {
    flag: 'same-update',
    values: ['nothing', 'restarts'],
    description: 'whether an update without a change does nothing, or replaces all pods',
  },
  updateDuringUpdate: {
    flag: 'update-during-update',
    values: ['accepted', 'refused'],
    description: 'whether an update is taken, or gets 409, within 10 seconds of another one',
  },
  updateStatus: {
    flag: 'update-status',
    values: ['counted', 'running'],
    description:
      'whether a service is STARTING, with the pods that run, while its pods are replaced, or RUNNING with all of them throughout',
  },
  brokenPods: {
    flag: 'broken-pods',
    values: ['replaced', 'kept'],
    description:
      'whether an update replaces pods that do not run, or keeps them, and waits for them, until they are restarted',
  },
  restart: {
    flag: 'restart',
    values: ['new-pod', 'same-pod'],
    description: 'whether the restart of a pod makes a new pod, or new containers only',
  },
  endingPods: {
    flag: 'ending-pods',
    values: ['hidden', 'listed'],
    description: 'whether a replaced pod is listed for 20 seconds more, as TERMINATING',
  },
  addresses: {
    flag: 'addresses',
    values: ['kept', 'changed'],
    description: 'whether a pod has the addresses of the pod that it replaces',
  },
  podImage: {
    flag: 'pod-image',
    values: ['tag', 'mirror', 'digest', 'other-tag', 'bare-id', 'absent'],
    description:
      'how a pod shows the image that it runs: by its tag, behind the name of a mirror, by its digest, by another tag of the same image, by a local id alone, or not at all',
  },
  imageList: {
    flag: 'image-list',
    values: ['own', 'planned'],
    description:
      "whether a pod's imageList and containers tell what the pod was made from, or what the service is set to",
  },
  podLabels: {
    flag: 'pod-labels',
    values: ['revision', 'none'],
    description: 'whether pods have the label controller-revision-hash',
  },
  detail: {
    flag: 'detail',
    values: ['whole', 'masked', 'as-published'],
    description:
      "what the detail shows of containers: all, all but the values of environment variables, or, as Baidu's page prints it, names and images with zeros and nulls, and no regionId",
  },
} as const;

type VariantTable = typeof variantTable;

export type Variants = {
  readonly [Key in keyof VariantTable]: VariantTable[Key]['values'][number];
};

/** An argument that is not valid. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the value of each variant by its flag; `undefined` means the default.
 * @throws UsageError
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
    throw new UsageError(`--${flag} must be one of ${values.join(', ')}, not ${quoted(text)}.`);
  };
  return {
    rollout: parse(variantTable.rollout),
    deletion: parse(variantTable.deletion),
    deletedToken: parse(variantTable.deletedToken),
    repeatedCreate: parse(variantTable.repeatedCreate),
    repeatedChange: parse(variantTable.repeatedChange),
    duplicateName: parse(variantTable.duplicateName),
    tags: parse(variantTable.tags),
    createTime: parse(variantTable.createTime),
    keyword: parse(variantTable.keyword),
    readLag: parse(variantTable.readLag),
    listLag: parse(variantTable.listLag),
    listPages: parse(variantTable.listPages),
    addressLag: parse(variantTable.addressLag),
    unknownRegion: parse(variantTable.unknownRegion),
    gatewayErrors: parse(variantTable.gatewayErrors),
    throttling: parse(variantTable.throttling),
    update: parse(variantTable.update),
    updateBody: parse(variantTable.updateBody),
    sameUpdate: parse(variantTable.sameUpdate),
    updateDuringUpdate: parse(variantTable.updateDuringUpdate),
    updateStatus: parse(variantTable.updateStatus),
    brokenPods: parse(variantTable.brokenPods),
    restart: parse(variantTable.restart),
    endingPods: parse(variantTable.endingPods),
    addresses: parse(variantTable.addresses),
    podImage: parse(variantTable.podImage),
    imageList: parse(variantTable.imageList),
    podLabels: parse(variantTable.podLabels),
    detail: parse(variantTable.detail),
  };
}

export const defaultVariants: Variants = parseVariants(() => undefined);
