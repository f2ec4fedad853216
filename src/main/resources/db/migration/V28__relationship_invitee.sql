create index relationship_request_by_invitee on relationship_request (invitee_email);
