import type { Rollout } from './rollout.ts';
import type { CallRoute } from './routes.ts';
import type { ServicePlan } from './service.ts';
import type { Variants } from './variants.ts';

/** A call that the gateway let through. */
export interface Call extends Omit<CallRoute, 'kind'> {
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
}

export interface PlatformSettings {
  readonly rolloutOf: (plan: ServicePlan) => Rollout;
  readonly variants: Variants;
  /** A page of a list has at most so many items. */
  readonly maxPageSize: number;
}
