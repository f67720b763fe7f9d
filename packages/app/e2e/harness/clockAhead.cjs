// Required before everything else of a process, makes it live CLOCK_AHEAD_DAYS later than the machine does.
const aheadMs = Number(process.env.CLOCK_AHEAD_DAYS) * 86_400_000;

const OfMachine = Date;
const now = () => OfMachine.now() + aheadMs;

const later = new Proxy(OfMachine, {
  construct: (_, values, newTarget) =>
    Reflect.construct(
      OfMachine,
      values.length > 0 ? values : [now()],
      newTarget,
    ),
  apply: () => new OfMachine(now()).toString(),
  get: (_, name) => (name === 'now' ? now : OfMachine[name]),
});

// Not by an assignment, which the type checker would take for a declaration.
Object.assign(globalThis, { Date: later });
