package io.relais.partnership;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ResellerRepository extends Repository<Reseller, UUID> {

    Reseller save(Reseller reseller);

    Optional<Reseller> findById(UUID id);

    Optional<Reseller> findByEmail(String email);

    Optional<Reseller> findByPartnerId(String partnerId);

    @Query("select r.id, r.company from Reseller r where r.id in :ids")
    List<Object[]> names(Collection<UUID> ids);

    @Query(
            """
            select r from Reseller r where r.state = io.relais.partnership.ResellerState.ACTIVE
            and (r.companyKey like :pattern escape '!' or r.partnerId like :pattern escape '!') order by r.companyKey, r.id""")
    List<Reseller> active(String pattern, Limit limit);
}
