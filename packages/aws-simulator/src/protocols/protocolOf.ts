/** Finds the protocol that a request is written in. */
import { awsJson } from './awsJson';
import { awsQuery } from './awsQuery';
import { HttpRequest, Protocol } from './protocol';
import { restJson } from './restJson';

/** Never undefined: what no other protocol claims is REST, which answers unknown paths itself. */
export function protocolOf(request: HttpRequest): Protocol {
  return (
    [awsJson, awsQuery].find(protocol => protocol.accepts(request)) ?? restJson
  );
}
