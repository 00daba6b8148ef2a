import type { ContainerPlan } from './plan.ts';
import type { Outcome } from './responses.ts';
import type { Rollout } from './rollout.ts';
import type { CallRoute } from './routes.ts';
import type { Service } from './service.ts';
import type { Variants } from './variants.ts';

/** A call that the gateway let through. */
export interface Call extends Omit<CallRoute, 'kind'> {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
}

export interface PlatformSettings {
  /** How services come up whose image exists. */
  readonly rollout: Rollout;
  /** How long a phase of a rollout takes. */
  readonly stepMs: number;
  readonly isImageMissing: (container: ContainerPlan) => boolean;
  /** `sha256:…` of an image, by its address and version. */
  readonly digestOf: (image: string) => string;
  readonly variants: Variants;
  /** A page of a list has at most so many items. */
  readonly maxPageSize: number;
}

/** What the platform remembers from call to call, and how it is set up. */
export interface State extends PlatformSettings {
  /** By id, in the order of their creation, deleted ones included. */
  readonly services: Map<string, Service>;
  /** By clientToken. */
  readonly remembered: Map<string, Remembered>;
  /** How often the deletion of a service, by id, was refused with 409. */
  readonly refusedDeletions: Map<string, number>;
}

/** The call that a token was first used for. */
export interface Remembered {
  readonly fingerprint: string;
  readonly response: Outcome;
  readonly performedAtMs: number;
  readonly receivedAtMs: number;
}

export function emptyState(settings: PlatformSettings): State {
  return { ...settings, services: new Map(), remembered: new Map(), refusedDeletions: new Map() };
}

export function store({ services }: State, service: Service): void {
  services.set(service.record.serviceId, service);
}
