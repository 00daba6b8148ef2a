import { messageOf, UserError, type Failure } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import {
  existsUnlessDeleted,
  serviceText,
  type Pod,
  type RunningService,
  type Service,
} from '../service/service.ts';
import type { SpecFile } from '../source/source.ts';
import { SpecError, type Problem } from '../spec/spec.ts';
import { joined } from '../text.ts';

/** What is known of a deployment, more with every step of it. */
export interface Known {
  /** With its scheme. */
  readonly endpoint?: string;
  readonly imageVersion?: string;
  readonly source?: SpecFile;
  readonly problems?: readonly Problem[];
  readonly serviceName?: string;
  readonly clientToken?: string;
  /** The body as it would be sent, secrets as `***`. */
  readonly request?: JsonObject;
  readonly requestId?: string;
  /** As last seen. */
  readonly service?: Service;
  readonly isNotFound?: boolean;
  /** Whether this attempt has created the service, or found it; undefined if that isn't known. */
  readonly isOwn?: boolean | undefined;
  readonly running?: RunningService;
  /** What the pods of a service that does not run say. */
  readonly pods?: readonly Pod[] | undefined;
  readonly failure?: Failure | undefined;
}

export interface Outcome {
  readonly kind: 'dry run' | 'created' | 'running' | 'failed';
  readonly known: Known;
  /** Of a failure. */
  readonly message?: string;
}

/** How a deployment ended that an error has ended. */
export function failedOutcome(known: Known, error: unknown) {
  const { problems = [], service, serviceName = '' } = known;
  const found = error instanceof SpecError ? error.problems : [];
  const failure = error instanceof UserError ? error.failure : undefined;
  // A fault of our own doesn't say what exists.
  const existence =
    error instanceof UserError || service === undefined
      ? ''
      : `${serviceText({ ...service, serviceName })} was created. ${existsUnlessDeleted}`;
  return {
    kind: 'failed',
    known: { ...known, problems: [...problems, ...found], failure },
    message: joined([messageOf(error), existence], ' '),
  } as const;
}

/** Whether a service is left that is billed. */
export function isBilled({ service, failure }: Known): boolean {
  return service !== undefined && failure?.isGone !== true;
}
