/** What a parameter of a rule means, in the reader's words. */
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { parameters } from '../../words/english/parameters';
import { guardrailsParameterTranslationRef } from '../../words/parameterTranslation';
import { ruleOfProduct } from './ruleSummary';

type Meant = keyof typeof parameters.parameter;

/** Undefined of what somebody else brings. */
export type ParameterSentence = (
  rule: string,
  parameter: string,
) => string | undefined;

export function useParameterSentence(): ParameterSentence {
  const { t } = useTranslationRef(guardrailsParameterTranslationRef);
  return (rule, parameter) => {
    if (!ruleOfProduct(rule)) return undefined;
    const meant = [`${rule}_${parameter}`, parameter].find(
      (key): key is Meant => Object.hasOwn(parameters.parameter, key),
    );
    return meant && t(`parameter.${meant}`);
  };
}
