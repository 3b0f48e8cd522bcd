import type { Json } from '../adapter/wish.ts';
import type { SmokeReport } from '../host/frames.ts';

/**
 * The report without the capabilities that are declared to be `none`: what a person says is not meant to be offered is
 * asked nothing, whether or not it was seen to have an effect. Where the profile expects it, it is missing all the same.
 */
export function waived(report: SmokeReport, dialect: Readonly<Record<string, Json>>): SmokeReport {
  const meant = <T>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => dialect[name] !== 'none'));
  return { ...report, offer: meant(report.offer), withoutEffect: meant(report.withoutEffect) };
}
