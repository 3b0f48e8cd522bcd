import { type JobSpec, type Json, runJob } from '../../harness/index.ts';

/** What a thread of the pool runs: the kit's interpreter of bodies, which journals over a wire of its own. */
export const run = ({ spec }: { readonly spec: JobSpec }): Promise<Json> => runJob(spec);
