/** What a spec may be at most: far above any service, and far below what would hang or kill a step. */
export const maxDepth = 64;
/** Nodes, with every alias and merge key written out; a thousand containers have some ten
 * thousand, and the list of what is wrong with them grows quadratically in ajv. */
export const maxNodes = 30_000;
/** Tokens of YAML: each costs yaml about a kilobyte. */
export const maxTokens = 150_000;
/** Characters of all texts together, with aliases and placeholders resolved; the request has as many. */
export const maxCharacters = 1024 ** 2;
/** Problems of one kind, or of one pass; a report shows some fifty. */
export const maxProblems = 200;
