/**
 * Requests that go out by e-mail with a personal link and are answered on the page behind it: what their kinds have in common (domain.md
 * F-02, F-24, §2.1). A kind is a subclass each of {@link io.relais.invitation.Request} (the aggregate, in a table of its own), of {@link
 * io.relais.invitation.Requests} (the kind's face) and of {@link io.relais.invitation.RequestProcess} (its model), and has pages that ask
 * {@link io.relais.invitation.RequestPages} and {@link io.relais.invitation.AnswerPages} for what is the same on all of them.
 *
 * <p>Subclasses rather than a table of requests with a kind: each kind has its own addressee, answer and outcome, and these stay in typed
 * columns that the database can guard.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"audit", "country", "mail", "provider", "security", "tasks", "web"})
package io.relais.invitation;
