import type { Variants } from '../../local-bec/variants.ts';

/** What has been found out of one question; without a value, it stays open. */
export interface Finding<Value extends string = string> {
  readonly value: Value | undefined;
  readonly evidence: string;
}

/** By the variants of the local BEC, whose table is the list of questions. */
export type Findings = { readonly [Key in keyof Variants]?: Finding<Variants[Key]> };

export function found<Value extends string>(value: Value, evidence: string): Finding<Value> {
  return { value, evidence };
}

export function open(evidence: string): Finding<never> {
  return { value: undefined, evidence };
}
