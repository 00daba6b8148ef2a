import type { JsonObject } from '../json.ts';
import type { Pod, RunningService, Service } from '../service/service.ts';
import type { SpecFile } from '../source/source.ts';
import type { Problem } from '../spec/spec.ts';

/** What is known of a deployment, more with every step of it. */
export interface Known {
  readonly endpoint?: string;
  readonly imageVersion?: string;
  readonly source?: SpecFile;
  readonly problems?: readonly Problem[];
  readonly serviceName?: string;
  readonly clientToken?: string;
  /** What the service uses and is billed for, in words; empty if the spec does not say. */
  readonly resources?: string;
  readonly requestId?: string;
  /** As last seen. */
  readonly service?: Service;
  /** Whether this attempt has created the service, or found it; undefined if that isn't known. */
  readonly isOwn?: boolean | undefined;
}

/** Before the create. */
export type Prepared = Known &
  Required<Pick<Known, 'imageVersion' | 'source' | 'serviceName' | 'clientToken' | 'resources'>>;

export type Created = Prepared & Required<Pick<Known, 'requestId' | 'service'>>;

/** How a deployment ended. */
export type Outcome =
  /** `request` is the body as it would be sent, secrets as `***`. */
  | { readonly kind: 'dry run'; readonly known: Prepared; readonly request: JsonObject }
  | { readonly kind: 'created'; readonly known: Created }
  | { readonly kind: 'running'; readonly known: Created; readonly running: RunningService }
  | {
      readonly kind: 'failed';
      readonly known: Known;
      readonly message: string;
      /** What the pods of a service that does not run say. */
      readonly pods: readonly Pod[];
    };
