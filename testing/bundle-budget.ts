/** In bytes of dist/: what is loaded at every start, and what may be loaded in all. */
export const bundleBudget = { main: 250_000, all: 500_000 } as const;
