import { reference } from './reference.ts';

/** The reference in its default dialect. */
export const target = reference();
