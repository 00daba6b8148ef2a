/** What a spec may be at most: far above any service, and far below what would hang or kill a step. */
export const maxDepth = 64;
/** Nodes, with every alias and merge key written out. */
export const maxNodes = 500_000;
/** Characters of all texts together, with aliases and placeholders resolved; the request has as many. */
export const maxCharacters = 1024 ** 2;
/** Problems of one kind, or of one pass; a report shows some fifty. */
export const maxProblems = 200;
