import type { Failure } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Pod, RunningService, Service } from '../service/service.ts';
import type { SpecFile } from '../source/source.ts';
import type { Problem } from '../spec/spec.ts';

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
  /** Whether this attempt has created the service, or found it; undefined if that isn't known. */
  readonly isOwn?: boolean | undefined;
}

/** Before the create. */
export type Prepared = Known &
  Required<Pick<Known, 'imageVersion' | 'source' | 'serviceName' | 'clientToken' | 'request'>>;

export type Created = Prepared & Required<Pick<Known, 'requestId' | 'service'>>;

/** How a deployment ended. */
export type Outcome =
  | { readonly kind: 'dry run'; readonly known: Prepared }
  | { readonly kind: 'created'; readonly known: Created }
  | { readonly kind: 'running'; readonly known: Created; readonly running: RunningService }
  | {
      readonly kind: 'failed';
      readonly known: Known;
      readonly message: string;
      readonly failure: Failure | undefined;
      /** What the pods of a service that does not run say. */
      readonly pods: readonly Pod[] | undefined;
    };
