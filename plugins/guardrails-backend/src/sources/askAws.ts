/** One question to AWS: every attempt announced before it is made, stopped when asked to, its error in words. */
import type { MiddlewareStack } from '@aws-sdk/types';
import type { SourceContext } from '@cloudops/plugin-guardrails-node';
import { orAborted } from '../stopping';
import { type AwsQuestion, AwsRequestError, requestFailed } from './awsErrors';

interface Command {
  readonly middlewareStack: MiddlewareStack<any, any>;
}

/**
 * Sends a command of any client. Rejects with an {@link AwsRequestError} when AWS did not answer; what
 * `context.onRequest` threw, and the reason of an abort, pass as they are.
 */
export async function askAws<C extends Command, Answer>(
  command: C,
  send: (
    command: C,
    options: { readonly abortSignal: AbortSignal },
  ) => Promise<Answer>,
  question: AwsQuestion,
  context: SourceContext,
): Promise<Answer> {
  const { signal, onRequest } = context;
  let refusal: { readonly error: unknown } | undefined;

  command.middlewareStack.add(
    next => async args => {
      try {
        signal.throwIfAborted();
        await onRequest();
      } catch (error) {
        refusal = { error };
        throw error;
      }
      return next(args);
    },
    // The SDK repeats a request within `finalizeRequest`, at high priority; low priority stands inside of that loop.
    { step: 'finalizeRequest', priority: 'low', name: 'announceAttempt' },
  );

  try {
    // An assumed role's credentials are asked for by a client of their own, which knows nothing of the signal.
    return await orAborted(send(command, { abortSignal: signal }), signal);
  } catch (error) {
    if (refusal) {
      throw refusal.error;
    }
    signal.throwIfAborted();
    if (error instanceof AwsRequestError) {
      throw error;
    }
    throw requestFailed(question, error);
  }
}
