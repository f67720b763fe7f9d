/** Who is signed in, as the audit trail and the owner field name them. */
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { useRequest } from '../../data';

/** The reader's email, or their user entity ref where there is none; undefined until it is known. */
export function useMe(): string | undefined {
  const identity = useApi(identityApiRef);
  const { value } = useRequest('me', async () => {
    const { email } = await identity.getProfileInfo();
    return email ?? (await identity.getBackstageIdentity()).userEntityRef;
  });
  return value;
}
