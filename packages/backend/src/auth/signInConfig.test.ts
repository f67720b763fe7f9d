import { ConfigReader } from '@backstage/config';
import { readSignInWays } from './signInConfig';

const cognito = {
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC',
  domain: 'https://portal.auth.eu-central-1.amazoncognito.com',
  clientId: 'client',
  clientSecret: 'secret',
};
const session = { secret: 'x'.repeat(32) };

const waysOf = (auth: object, nodeEnv = 'production') =>
  readSignInWays(new ConfigReader({ auth } as {}), nodeEnv);

describe('the ways to sign in', () => {
  it('are Cognito alone in production', () => {
    expect(
      waysOf({
        environment: 'production',
        session,
        providers: { guest: null, cognito: { production: cognito } },
      }),
    ).toEqual({ cognito: true, guest: false });
  });

  it('may be guest on the machine of a developer', () => {
    expect(waysOf({ providers: { guest: {} } }, 'development')).toEqual({
      cognito: false,
      guest: true,
    });
  });

  it.each([
    ['auth.environment', 'production', 'development'],
    ['NODE_ENV', 'development', 'production'],
  ])(
    'are refused with guest among them when %s says production',
    (_, environment, nodeEnv) => {
      expect(() =>
        waysOf(
          {
            environment,
            session,
            providers: {
              guest: { dangerouslyAllowOutsideDevelopment: true },
              cognito: { [environment]: cognito },
            },
          },
          nodeEnv,
        ),
      ).toThrow(/auth\.providers\.guest is set/);
    },
  );

  it('are refused when there are none', () => {
    expect(() => waysOf({}, 'development')).toThrow(
      /names neither cognito nor guest/,
    );
  });

  it('are refused with everything that is missing, by setting and variable', () => {
    const start = () =>
      waysOf({
        environment: 'production',
        session: { secret: 'short' },
        providers: {
          cognito: { production: { domain: 'portal.example.com' } },
        },
      });

    for (const words of [
      /cognito\.production\.issuer is not set.*COGNITO_ISSUER/,
      /cognito\.production\.domain takes a URL.*got 'portal\.example\.com'/,
      /cognito\.production\.clientId is not set.*COGNITO_CLIENT_ID/,
      /cognito\.production\.clientSecret is not set.*COGNITO_CLIENT_SECRET/,
      /auth\.session\.secret takes 32 random characters.*AUTH_SESSION_SECRET/,
    ]) {
      expect(start).toThrow(words);
    }
  });

  it('never repeat a secret in what they refuse', () => {
    expect(() =>
      waysOf({
        environment: 'production',
        session: { secret: 'hunter2' },
        providers: { cognito: { production: { clientSecret: 'hunter3' } } },
      }),
    ).toThrow(expect.not.objectContaining({ message: /hunter/ }));
  });

  it('are refused when Cognito is set up for another environment', () => {
    expect(() =>
      waysOf({
        environment: 'production',
        session,
        providers: { cognito: { development: cognito } },
      }),
    ).toThrow(
      /cognito\.production is not set, and auth\.environment is 'production'/,
    );
  });

  it('are refused over plain HTTP, but for a simulator on this machine', () => {
    const over = (domain: string) => () =>
      waysOf({
        environment: 'production',
        session,
        providers: { cognito: { production: { ...cognito, domain } } },
      });

    expect(over('http://portal.example.com')).toThrow(/takes a URL/);
    expect(over('http://localhost:9400')).not.toThrow();
  });
});
