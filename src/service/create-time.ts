import { textOf } from '../json.ts';
import type { Service } from './service.ts';

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

/** Whether the service was created before that time or after it; `close` if the clocks don't tell. */
export function ageOf(
  service: Pick<Service, 'details'>,
  time: Date | undefined,
): 'older' | 'close' | 'newer' | 'unknown' {
  const createTime = createTimeOf(service);
  if (time === undefined || createTime?.hasZone !== true) return 'unknown';
  if (createTime.epochMs >= time.getTime()) return 'newer';
  return createTime.epochMs < time.getTime() - toleranceMs ? 'older' : 'close';
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
