import { serve } from './host.ts';
import { partsOf, type SignalChoices } from './named.ts';

const [id, choices = '{}'] = process.argv.slice(2);
serve(await partsOf(id, JSON.parse(choices) as SignalChoices));
