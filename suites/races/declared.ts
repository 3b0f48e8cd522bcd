import type { Context, Dialect } from '../../harness/index.ts';

/** The number that belongs to a choice, whether it is given by itself or among its parameters. */
export function numberOf(dialect: Dialect, option: string, otherwise: number): number {
  const choice = dialect.choice(option);
  if (typeof choice === 'number') return choice;
  for (const name of ['count', 'ms', 'value']) {
    const parameter = dialect.parameter(option, name);
    if (typeof parameter === 'number') return parameter;
  }
  return otherwise;
}

/** How many ended tasks may still be kept. */
export const retained = ({ dialect }: Context): number =>
  dialect.is('retention', 'count') ? numberOf(dialect, 'retention', 0) : 0;
