export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * Something the kit would like. Each wish is a getter: reading it claims that the library honours it.
 * Read what you pass on and nothing else; a spread (`{ ...wish }`) claims everything.
 * `undefined`: not wanted this time, use the library's default.
 */
export type Wish<T> = T | undefined;
