/** What CloudFormation would say to a template, without asking it: AWS' own offline validator. */
import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';

/** The library itself writes dependencies of its own functions twice; that is harmless. */
const IGNORED = new Set(['W3005']);

/**
 * @param file - path of a template
 * @returns warnings and errors, one line each
 */
export function templateProblems(file: string): string[] {
  const engine = new CelEngine();
  try {
    const { status, diagnostics } = engine.validateStandard(
      new TemplateFile(file),
      { severityLevel: 'WARN' },
    );
    const problems = diagnostics
      .filter(({ ruleId }) => !IGNORED.has(ruleId))
      .map(
        ({ ruleId, severity, message, entity, propertyPath }) =>
          `${severity} ${ruleId} ${entity?.logicalId ?? ''} ${
            propertyPath ?? ''
          }: ${message}`,
      );
    return status === 'OK'
      ? problems
      : [`the validation did not complete: ${status}`, ...problems];
  } finally {
    engine.free();
  }
}
