/** The longest delay of the platform's timer; one more and it fires at once. */
const longest = 2 ** 31 - 1;

/** Calls back after so many ms, however many; returns how to prevent it. */
export function after(ms: number, fire: () => void): () => void {
  let timer: NodeJS.Timeout;
  const arm = (left: number): void => {
    timer = setTimeout(() => (left > longest ? arm(left - longest) : fire()), Math.min(left, longest));
  };
  arm(ms);
  return () => clearTimeout(timer);
}
