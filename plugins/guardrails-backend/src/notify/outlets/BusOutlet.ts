/** Publishes alerts on Backstage's events bus, where other modules wire Slack, PagerDuty or SNS to them. */
import type { EventsService } from '@backstage/plugin-events-node';
import type { Happening, Outlet } from '../interfaces';

export class BusOutlet implements Outlet {
  readonly name = 'events';
  readonly #events: EventsService;

  constructor(events: EventsService) {
    this.#events = events;
  }

  async deliver({ announcement }: Happening) {
    if (!announcement) {
      return { skipped: 'the bus carries alerts only' };
    }
    await this.#events.publish({
      topic: announcement.topic,
      eventPayload: announcement,
    });
    return 'delivered' as const;
  }
}
