/** What `cdk` runs. GUARDRAILS_PLACEHOLDERS=1 writes the template without what is built. */
import { createGuardrailsApp } from './app';
import { builtSources, placeholderSources } from './sources';

createGuardrailsApp(
  process.env.GUARDRAILS_PLACEHOLDERS === '1'
    ? placeholderSources()
    : builtSources(),
).app.synth();
