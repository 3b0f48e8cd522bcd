/** The longest delay that the platform can count; a longer one it would take for one millisecond. */
const longest = 2 ** 31 - 1;

/** Runs something after so many ms, which may be any number up to Infinity. Returns the way to call it off. */
export function after(ms: number, run: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const arm = (left: number): void => {
    timer = setTimeout(() => (left > longest ? arm(left - longest) : run()), Math.min(left, longest));
  };
  if (ms !== Number.POSITIVE_INFINITY) arm(ms);
  return () => clearTimeout(timer);
}

/** True once all of these have settled; false if that takes longer than so many ms. None of them may reject. */
export function allWithin(ms: number, settling: readonly Promise<void>[]): Promise<boolean> {
  return new Promise((resolve) => {
    const callOff = after(ms, () => resolve(false));
    void Promise.all(settling).then(() => {
      callOff();
      resolve(true);
    });
  });
}
