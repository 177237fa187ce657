/** The rate of a transfer: an exponential moving average over the last seconds. */
export function rateMeter(now: () => number = () => performance.now()): (sent: number) => number | null {
  let last: { readonly at: number; readonly sent: number } | null = null;
  let mean: number | null = null;
  return (sent) => {
    const at = now();
    if (!last) {
      last = { at, sent };
      return null;
    }
    const seconds = (at - last.at) / 1000;
    if (seconds < 0.25) return mean;
    const measured = (sent - last.sent) / seconds;
    const weight = 1 - Math.exp(-seconds / 3);
    mean = mean === null ? measured : mean + (measured - mean) * weight;
    last = { at, sent };
    return mean;
  };
}
