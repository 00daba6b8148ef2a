/**
 * What the documentation of the platform leaves open. The local BEC plays each variant; the first value
 * of each is the default. The options of the program, the inputs of the action and the table in the docs
 * come from here.
 */
export const variantTable = {
  deletedToken: {
    flag: 'deleted-token',
    values: ['same-response', 'mismatch', 'new-service'],
    description: 'What a create gets whose clientToken stands for a service that has been deleted',
  },
} as const;

type VariantTable = typeof variantTable;

export type Variants = {
  readonly [Key in keyof VariantTable]: VariantTable[Key]['values'][number];
};

export const defaultVariants: Variants = {
  deletedToken: 'same-response',
};
