import { textOf } from '../json.ts';
import type { Service, Sight } from './detail.ts';

/** When BEC says that a service was created. */
export interface CreateTime {
  readonly epochMs: number;
  /** Without a zone, only times of the same kind can be compared. */
  readonly hasZone: boolean;
}

/** `2025-01-31T08:00:00Z`, `2025-01-31 08:00:00`, or seconds or milliseconds since 1970; else undefined. */
export function createTimeOf({ details }: Pick<Service, 'details'>): CreateTime | undefined {
  const text = textOf(details['createTime']).trim();
  if (/^[0-9]{10}$/.test(text)) return { epochMs: Number(text) * 1000, hasZone: true };
  if (/^[0-9]{13}$/.test(text)) return { epochMs: Number(text), hasZone: true };
  const [, day, time, zone = ''] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  const epochMs = Date.parse(`${day ?? ''}T${time ?? ''}${zone === '' ? 'Z' : zone}`);
  return Number.isNaN(epochMs) ? undefined : { epochMs, hasZone: zone !== '' };
}

/** The clocks of BEC's machines may differ, and some write whole seconds. */
const toleranceMs = 5_000;

/** Whether a service is from before a request; `close` if the clocks don't tell, `unknown` for a reason. */
export type Age =
  | { readonly kind: 'older' | 'close' | 'newer' }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The age of what a response has shown. A time without a zone says nothing, nor does one that is later
 * than BEC's own date: local time that is written as UTC makes an old service look new.
 */
export function ageOf({ service, serverTime }: Sight, requestedAt: Date | undefined): Age {
  const createTime = createTimeOf(service);
  const unknown = (reason: string): Age => ({ kind: 'unknown', reason });
  if (createTime === undefined) return unknown('BEC does not say when it was created');
  if (requestedAt === undefined || serverTime === undefined) {
    return unknown("BEC's responses have no date to compare its createTime with");
  }
  const { epochMs, hasZone } = createTime;
  if (!hasZone) return unknown('its createTime has no time zone');
  if (epochMs > serverTime.getTime() + toleranceMs) {
    return unknown("its createTime is later than BEC's own date");
  }
  if (epochMs >= requestedAt.getTime()) return { kind: 'newer' };
  return { kind: epochMs < requestedAt.getTime() - toleranceMs ? 'older' : 'close' };
}

/** Whether the service was certainly created before the other one. */
export function isOlder(
  service: Pick<Service, 'details'>,
  other: Pick<Service, 'details'>,
): boolean {
  const [left, right] = [createTimeOf(service), createTimeOf(other)];
  if (left === undefined || right === undefined) return false;
  return left.hasZone === right.hasZone && left.epochMs < right.epochMs;
}
