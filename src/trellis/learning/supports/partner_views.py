"""A partner's page by its link. Who: somebody at a food bank with one minute, who leaves having said yes or no."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision

from . import partnering, referral_answers


@page_for(public=True)
@never_cache
def referral(request: HttpRequest, token: str) -> HttpResponse:
    """What the partner is asked, in its language: a first name and one sentence. To open it changes nothing."""
    refused, seen = "", posted_revision(request)
    with links.activate_link_locale(request, token):
        try:
            _link, referral = partnering.resolve_referral_link(token, answered=seen is not None)
        except ActionError as error:
            return links.render_link_error(request, error, "supports/referral.html")
        if request.method == "POST":
            verbs = {
                "accept": lambda words: referral_answers.accept_referral(referral, seen),
                "decline": lambda words: referral_answers.decline_referral(referral, words, seen),
                "close": lambda words: referral_answers.close_referral(referral, words, seen),
            }
            verb = verbs.get(request.POST.get("do", ""))
            if verb is None:
                raise Http404
            try:
                verb(request.POST.get("words", ""))
            except ActionError as error:
                refused = error.message
            else:
                if request.POST["do"] == "accept":
                    return redirect("referral", token)
                thanks = {"sentence": _("Thank you. The school has your answer."), "done": True}
                return render(request, "supports/referral.html", thanks)
        context = {
            "referral": referral,
            "student": referral.need.student,
            "partner": referral.partner,
            "refused": refused,
            "sent": request.POST,
        }
        return render(request, "supports/referral.html", context, status=422 if refused else 200)
