import type { Bench } from './bench.ts';
import { Child } from './child.ts';
import type { Clients } from './clients.ts';
import { Services } from './components.ts';
import { NetworkStub } from './network.ts';
import { Own, type Reaction } from './own.ts';
import { CalledPolicies } from './policies.ts';
import { Resources } from './resources.ts';
import { Servers } from './servers.ts';
import { Shutdowns } from './shutdowns.ts';
import { Soak } from './soak.ts';
import { StoreStub } from './store.ts';
import { Stubs } from './stubs.ts';
import type { Tasks } from './tasks.ts';
import { Tokens } from './tokens.ts';

/**
 * What a bench has beside tasks and the clock: its clients, and facets. Each of these is made when it is first asked for: thousands of benches are
 * made a second, and hardly one needs more than one of them.
 */
export abstract class Facets {
  abstract readonly clients: Clients;
  abstract readonly tasks: Tasks;
  #own: Own | undefined;
  #resources: Resources | undefined;
  #policies: CalledPolicies | undefined;
  #tokens: Tokens | undefined;
  #services: Services | undefined;
  #stubs: Stubs | undefined;
  #store: StoreStub | undefined;
  #network: NetworkStub | undefined;
  #shutdowns: Shutdowns | undefined;
  #server: Servers | undefined;
  #soak: Soak | undefined;
  #child: Child | undefined;

  get #bench(): Bench {
    return this as unknown as Bench;
  }

  get own(): Own {
    return (this.#own ??= new Own(this.#bench));
  }

  get resources(): Resources {
    return (this.#resources ??= new Resources(this.#bench));
  }

  get policies(): CalledPolicies {
    return (this.#policies ??= new CalledPolicies(this.#bench));
  }

  get tokens(): Tokens {
    return (this.#tokens ??= new Tokens(this.#bench));
  }

  get services(): Services {
    return (this.#services ??= new Services(this.#bench));
  }

  get stubs(): Stubs {
    return (this.#stubs ??= new Stubs(this.#bench));
  }

  get store(): StoreStub {
    return (this.#store ??= new StoreStub(this.#bench));
  }

  get network(): NetworkStub {
    return (this.#network ??= new NetworkStub(this.#bench));
  }

  get shutdowns(): Shutdowns {
    return (this.#shutdowns ??= new Shutdowns(this.#bench));
  }

  get server(): Servers {
    return (this.#server ??= new Servers(this.#bench));
  }

  get soak(): Soak {
    return (this.#soak ??= new Soak(this.#bench));
  }

  get child(): Child {
    return (this.#child ??= new Child(this.#bench));
  }

  subscribe(client: string, task?: string, reaction?: Reaction): void {
    this.clients.subscribe(client, task, reaction);
  }

  join(client: string, task: string): void {
    this.tasks.withHandle(task, () => this.clients.subscribeLate(client, task));
  }

  unsubscribe(client: string): void {
    this.clients.unsubscribe(client);
  }

  connect(client: string, task?: string, after?: string): void {
    this.clients.connect(client, task, after);
  }

  pause(client: string): void {
    this.clients.pause(client);
  }

  resume(client: string): void {
    this.clients.resume(client);
  }

  drop(client: string): void {
    this.clients.drop(client);
  }

  close(client: string): void {
    this.clients.close(client);
  }
}
