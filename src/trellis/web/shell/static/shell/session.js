/* What a script that saves by itself needs to know of the session: it may end, or change hands, while a page is open.

   A sign-in changes the token that protects forms, so each request takes it from the cookie as it is now. The server
   answers 401 where nobody, or somebody else than the page was made for, is signed in. */
const cookieToken = () => document.cookie.split("; ").find((cookie) => cookie.startsWith("csrftoken="))?.slice(10);

export async function post(url, sent) {
  const token = cookieToken();
  if (token) {
    sent.set("csrfmiddlewaretoken", token);
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  }
  const headers = { Accept: "application/json", "X-Trellis-Person": document.body.dataset.person ?? "" };
  return fetch(url, { method: "POST", body: sent, headers });
}

export const isSignedOut = (answer) => answer.status === 401 || answer.status === 403;
