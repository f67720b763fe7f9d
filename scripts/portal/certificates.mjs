// A certificate authority of one evening, and a certificate that it signs for this machine: what stands in for the
// authority of a database in the cloud.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** Long enough for a day's work with a portal, and worth nothing after it. */
const VALID_DAYS = 2;

/**
 * @typedef {object} ServerIdentity
 * @property {string} authority - PEM: the certificate of the authority, for clients
 * @property {string} certificate - PEM: the server's, signed by the authority, for `localhost`
 * @property {string} key - PEM: the server's private key
 */

/** @returns {ServerIdentity} */
export function issueServerIdentity() {
  const authority = newCertificate('Test authority', newKeys());
  authority.certificate.setIssuer(authority.certificate.subject.attributes);
  authority.certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
  const server = newCertificate('localhost', newKeys());
  server.certificate.setIssuer(authority.certificate.subject.attributes);
  server.certificate.setExtensions([
    { name: 'extKeyUsage', serverAuth: true },
    // 2: a host name (RFC 5280, GeneralName).
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
  ]);
  for (const { certificate } of [authority, server]) {
    certificate.sign(authority.keys.privateKey, forge.md.sha256.create());
  }
  return {
    authority: forge.pki.certificateToPem(authority.certificate),
    certificate: forge.pki.certificateToPem(server.certificate),
    key: forge.pki.privateKeyToPem(server.keys.privateKey),
  };
}

function newCertificate(name, keys) {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  // The leading zero keeps the number positive.
  certificate.serialNumber = `00${randomBytes(16).toString('hex')}`;
  const { notBefore, notAfter } = certificate.validity;
  notBefore.setDate(notBefore.getDate() - 1);
  notAfter.setDate(notBefore.getDate() + VALID_DAYS + 1);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  return { certificate, keys };
}

/** Made by Node.js, which is much faster at it. */
function newKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    privateKey: forge.pki.privateKeyFromPem(privateKey),
    publicKey: forge.pki.publicKeyFromPem(publicKey),
  };
}
