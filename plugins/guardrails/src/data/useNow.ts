/** The current time, renewed often enough for ages on the screen to stay true. */
import { useEffect, useState } from 'react';

/** Ages are told in minutes at the finest. */
const RENEW_EVERY_MS = 60_000;

/** The current time; the component renders again each minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), RENEW_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
